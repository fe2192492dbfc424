//! The one table of keys and buttons. A row says where, which keys, what it does, the label and the help.
//! To bind a key, write a row; nothing else knows it.

use crossterm::event::KeyCode::{
    BackTab, Backspace, Delete as DeleteKey, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Right,
    Tab, Up,
};

use super::{Binding, Command, Context, Key};

/// Where a binding is shown besides the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As a button, `[ Label ]`.
    Button,
    /// As a hint in the footer.
    Footer,
    /// In the help only.
    Help,
}

use Command as Do;
use Context::{
    Advice, Audit, Button, Choice, Classes, ClientForm, ClientHistory, Clients, DropDown, Editor, Entrance,
    Entrusting, Everywhere, Findings, Fixed, Flag, Form, Guard, Health, Help, Incidents, Line, Lines, List,
    Operators, Over, Panels, PartnerUsers, Partners, Question, Reading, Scopes, Search, SetUp, Settings,
    SignOn, Submit, Suggest, Suggestions, Text, Trash, Worklist,
};

const fn bind(
    context: Context,
    keys: &'static [Key],
    command: Command,
    shown: Shown,
    label: &'static str,
    help: &'static str,
) -> Binding {
    Binding { context, keys, command, label, help, shown }
}

const fn c(c: char) -> Key {
    Key::char(c)
}

const fn ctrl(c: char) -> Key {
    Key::ctrl(c)
}

const fn alt(c: char) -> Key {
    Key::alt(c)
}

const fn ctrl_and(code: crossterm::event::KeyCode) -> Key {
    Key::ctrl_and(code)
}

const fn k(code: crossterm::event::KeyCode) -> Key {
    Key::plain(code)
}

/// All bindings, in the order in which footer and help show them.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    // The list of clients.
    bind(Clients, &[c('c')], Do::Create, Shown::Button, "Create", "Opens the form for a new client."),
    bind(Clients, &[c('u'), k(Enter)], Do::Update, Shown::Button, "Update", "Opens the form of the selected client."),
    bind(Clients, &[c('d')], Do::Delete, Shown::Button, "Delete", "Asks, then deletes the selected or marked clients."),
    bind(Clients, &[c('y')], Do::CopyCredentials, Shown::Footer, "Copy", "Copies the selected client's credentials, client_id:client_secret."),
    bind(Clients, &[c('n')], Do::NewSecret, Shown::Footer, "New secret", "Opens the selected client's form with a new secret, which counts once saved; asks for all marked ones at once."),
    bind(Clients, &[c('x')], Do::EnableOrDisable, Shown::Footer, "Enable/disable", "Asks, then disables or enables the selected or marked clients."),
    bind(Clients, &[c('!')], Do::Contain, Shown::Footer, "Contain", "Asks, then cuts the selected or marked clients off because a secret leaked."),
    bind(Clients, &[c('w')], Do::WhoseSecret, Shown::Help, "Whose secret?", "Tells whose secret stands in what you paste; so does a paste into the list."),
    bind(Clients, &[c('s')], Do::Holding, Shown::Help, "Secrets", "Shows the selected client's secrets: who knows them, and what a leak now would mean."),
    bind(Clients, &[c('r')], Do::Rename, Shown::Help, "Rename", "Gives the selected client another name."),
    bind(Clients, &[c('a')], Do::ShowAdvice, Shown::Help, "Advice", "Shows what is advised about the selected client, to accept it or not."),
    bind(Clients, &[c('h')], Do::History, Shown::Help, "History", "Shows what was done to the selected client."),
    bind(Clients, &[c('z')], Do::ClearClipboard, Shown::Help, "Clear clipboard", "Takes the copied credentials out of the clipboard again."),
    // The list of security classes.
    bind(Classes, &[c('c')], Do::Create, Shown::Button, "Create", "Opens the form for a new security class."),
    bind(Classes, &[c('u'), k(Enter)], Do::Update, Shown::Button, "Update", "Opens the form of the selected security class."),
    bind(Classes, &[c('d')], Do::Delete, Shown::Button, "Delete", "Asks, then deletes the selected security class."),
    bind(Classes, &[c('s')], Do::ShowScopes, Shown::Button, "Scopes", "Shows the scopes that the registry defines."),
    bind(Scopes, &[c('c')], Do::Create, Shown::Button, "Create", "Opens the form for a new scope."),
    bind(Scopes, &[c('d')], Do::Delete, Shown::Button, "Delete", "Asks, then deletes the selected scope."),
    // The list of partners, and that of a partner's users.
    bind(Partners, &[c('c')], Do::Create, Shown::Button, "Create", "Opens the form for a new partner."),
    bind(Partners, &[c('u'), k(Enter)], Do::Update, Shown::Button, "Update", "Opens the form of the selected partner."),
    bind(Partners, &[c('d')], Do::Delete, Shown::Button, "Delete", "Asks, then deletes the selected partner and its users."),
    bind(Partners, &[c('m')], Do::PartnerUsers, Shown::Button, "Users", "Shows the users (members) of the selected partner; a click on their number does too."),
    bind(PartnerUsers, &[c('c')], Do::Create, Shown::Button, "Create", "Opens the form for a new user of the partner."),
    bind(PartnerUsers, &[c('u'), k(Enter)], Do::Update, Shown::Button, "Update", "Opens the form of the selected user."),
    bind(PartnerUsers, &[c('d')], Do::Delete, Shown::Button, "Delete", "Asks, then deletes the selected or marked users."),
    // The list of operators.
    bind(Operators, &[c('c')], Do::Create, Shown::Button, "Create", "Opens the form for a new operator."),
    bind(Operators, &[c('u'), k(Enter)], Do::Update, Shown::Button, "Update", "Opens the form of the selected operator."),
    bind(Operators, &[c('d')], Do::Delete, Shown::Button, "Delete", "Asks, then deletes the selected operator."),
    bind(Operators, &[c('p')], Do::ResetPassword, Shown::Footer, "New password", "Sets the selected operator's password, to be changed at the next sign-on."),
    bind(Operators, &[c('l')], Do::Unlock, Shown::Footer, "Unlock", "Lets the selected operator sign on again after failures."),
    bind(Operators, &[c('x')], Do::EnableOrDisable, Shown::Footer, "Enable/disable", "Asks, then disables or enables the selected operator."),
    bind(Operators, &[c('h')], Do::History, Shown::Footer, "History", "Shows what the selected operator did."),
    // The trash.
    bind(Trash, &[c('r'), k(Enter)], Do::Restore, Shown::Button, "Restore", "Asks, then restores the selected or marked clients, with new secrets."),
    bind(Trash, &[c('d')], Do::Purge, Shown::Button, "Purge", "Asks, then removes the selected or marked clients for good."),
    // What is advised about a client.
    bind(Advice, &[k(Enter), c('a')], Do::AcceptAdvice, Shown::Button, "Accept", "Accepts the selected advice, for a reason and a time."),
    bind(Advice, &[c('w')], Do::WithdrawAdvice, Shown::Button, "Withdraw", "Asks, then gives the selected advice again that was accepted."),
    // The audit log.
    bind(Audit, &[k(Enter)], Do::Details, Shown::Button, "Details", "Shows the selected entry: what changed, its hash and signature."),
    bind(Audit, &[c('f')], Do::Filter, Shown::Button, "Filter", "Chooses entries by operator, client, action and time."),
    bind(Audit, &[c('v')], Do::VerifyLog, Shown::Button, "Verify", "Checks every entry, and every row of the registry against the log."),
    bind(Audit, &[c('h')], Do::History, Shown::Footer, "History", "Shows the entries about the selected entry's client."),
    bind(ClientHistory, &[c('r')], Do::RestoreAttribute, Shown::Footer, "Restore", "Asks which, then gives the client an attribute again as it was before the selected entry."),
    // The panel of health.
    bind(Health, &[k(Enter)], Do::Details, Shown::Button, "Details", "Shows the clients behind the selected bar."),
    bind(Health, &[c('q')], Do::Exit, Shown::Button, "Exit", "Leaves the program at once."),
    bind(Health, &[c('?')], Do::Help, Shown::Footer, "Help", "Shows all keys."),
    bind(Health, &[k(Up), c('k')], Do::Up, Shown::Help, "Up", "Selects the bar above."),
    bind(Health, &[k(Down), c('j')], Do::Down, Shown::Help, "Down", "Selects the bar below."),
    bind(Health, &[k(PageDown)], Do::PageDown, Shown::Footer, "Page", "Goes one page down."),
    bind(Health, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Goes one page up."),
    bind(Health, &[k(Home), c('g')], Do::First, Shown::Help, "First", "Goes to the first bar."),
    bind(Health, &[k(End), c('G')], Do::Last, Shown::Help, "Last", "Goes to the last bar."),
    bind(Health, &[k(F(5))], Do::Reload, Shown::Help, "Reload", "Counts again."),
    // What was found in a pasted text.
    bind(Findings, &[c('!')], Do::Contain, Shown::Button, "Contain", "Asks, then cuts the selected or marked findings' clients off."),
    bind(Findings, &[c('I')], Do::ShowIncidents, Shown::Help, "Incidents", "Shows the incidents, and how far their clients have come."),
    bind(Findings, &[k(Enter)], Do::Update, Shown::Button, "Update", "Opens the form of the selected finding's client."),
    // Incidents, and the clients of one.
    bind(Incidents, &[k(Enter)], Do::Details, Shown::Button, "Details", "Shows the clients of the selected incident."),
    bind(Worklist, &[k(Enter)], Do::NextStep, Shown::Button, "Next step", "Asks, then says that the selected client, or those of the marked ones that are furthest behind, have come one step further."),
    bind(Worklist, &[c('n')], Do::NewSecret, Shown::Footer, "New secrets", "Asks, then makes new secrets for the clients that are pending."),
    bind(Worklist, &[c('y')], Do::CopyCredentials, Shown::Footer, "Copy", "Copies the selected client's credentials, client_id:client_secret."),
    bind(Worklist, &[c('x')], Do::EnableOrDisable, Shown::Footer, "Enable", "Asks, then lets the selected or marked clients in again, which closes their part."),
    // A list that lies over a panel or a form.
    bind(Over, &[k(Backspace)], Do::Close, Shown::Button, "Close", "Goes back to where this list was opened; so does Esc."),
    // Every list.
    bind(List, &[c('q')], Do::Exit, Shown::Button, "Exit", "Leaves the program at once."),
    bind(List, &[c('/')], Do::Search, Shown::Footer, "Search", "Finds rows as you type; field:term searches one field."),
    bind(List, &[c('?')], Do::Help, Shown::Footer, "Help", "Shows all keys."),
    bind(List, &[k(Up), c('k')], Do::Up, Shown::Help, "Up", "Selects the row above."),
    bind(List, &[k(Down), c('j')], Do::Down, Shown::Help, "Down", "Selects the row below."),
    bind(List, &[k(PageDown)], Do::PageDown, Shown::Footer, "Page", "Goes one page down; [>] above the list does too."),
    bind(List, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Goes one page up; [<] does too."),
    bind(List, &[k(Home), c('g')], Do::First, Shown::Help, "First", "Goes to the first row; [<<] does too."),
    bind(List, &[k(End), c('G')], Do::Last, Shown::Help, "Last", "Goes to the last row; [>>] does too."),
    bind(List, &[k(Right)], Do::ColumnsAfter, Shown::Help, "More columns", "Shows the columns that did not fit; [>] beside Columns does too."),
    bind(List, &[k(Left)], Do::ColumnsBefore, Shown::Help, "Columns before", "Shows the columns before; [<] beside Columns does too."),
    bind(List, &[c(' ')], Do::Mark, Shown::Help, "Mark", "Marks the row for an action on several, or takes the mark away. An action on one row wants no other one marked."),
    bind(List, &[c('*')], Do::MarkAll, Shown::Help, "Mark page", "Marks every row of this page, or takes all marks away."),
    bind(List, &[c('o')], Do::SortNext, Shown::Help, "Sort", "Sorts by the next column; a click on a header sorts too."),
    bind(List, &[c('O')], Do::SortReverse, Shown::Help, "Reverse", "Reverses the order."),
    bind(List, &[k(F(5))], Do::Reload, Shown::Help, "Reload", "Reads the list again."),
    bind(List, &[k(Esc)], Do::Back, Shown::Help, "Back", "Drops the search, then the marks; never leaves the program."),
    // The main panels.
    bind(Panels, &[c('1')], Do::ShowClients, Shown::Help, "Clients", "Shows the clients."),
    bind(Panels, &[c('2')], Do::ShowClasses, Shown::Help, "Security classes", "Shows the security classes."),
    bind(Panels, &[c('3')], Do::ShowPartners, Shown::Help, "Partners", "Shows the partners and their users."),
    bind(Panels, &[c('4')], Do::ShowOperators, Shown::Help, "Operators", "Shows the operators."),
    bind(Panels, &[c('5')], Do::ShowAudit, Shown::Help, "Audit log", "Shows the audit log."),
    bind(Panels, &[c('6')], Do::ShowHealth, Shown::Help, "Health", "Shows how many clients have which trouble."),
    bind(Panels, &[c('7')], Do::ShowTrash, Shown::Help, "Trash", "Shows the deleted clients."),
    bind(Panels, &[c(',')], Do::ShowSettings, Shown::Help, "Settings", "Shows the registry's settings."),
    bind(Panels, &[c('I')], Do::ShowIncidents, Shown::Help, "Incidents", "Shows the incidents, and how far their clients have come."),
    bind(Panels, &[c('P')], Do::OwnPassword, Shown::Help, "My password", "Changes your own password."),
    // While a search is typed.
    bind(Search, &[k(Enter), k(Tab)], Do::KeepSearch, Shown::Footer, "Keep", "Goes back to the list with what was found."),
    bind(Search, &[k(Esc)], Do::DropSearch, Shown::Footer, "Drop", "Drops the search and shows all rows."),
    bind(Search, &[k(Up)], Do::Up, Shown::Help, "Up", "Selects the row above."),
    bind(Search, &[k(Down)], Do::Down, Shown::Help, "Down", "Selects the row below."),
    bind(Search, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Goes one page up."),
    bind(Search, &[k(PageDown)], Do::PageDown, Shown::Help, "Page down", "Goes one page down."),
    // The form of a client.
    bind(ClientForm, &[ctrl('g')], Do::GenerateSecret, Shown::Button, "Generate New Secret", "Makes a new secret, which counts once saved."),
    bind(ClientForm, &[ctrl('y')], Do::CopyCredentials, Shown::Button, "Copy Client Credentials", "Copies client_id:client_secret to the clipboard."),
    bind(ClientForm, &[ctrl('r')], Do::ShowOrHideSecret, Shown::Button, "Show/hide secret", "Shows the secret for half a minute, or hides it."),
    bind(ClientForm, &[ctrl('t')], Do::History, Shown::Help, "History", "Shows what was done to this client."),
    bind(ClientForm, &[ctrl('o')], Do::ShowAdvice, Shown::Help, "Advice", "Shows all that is advised about this client, to accept it or not."),
    // The settings.
    bind(Settings, &[ctrl('o')], Do::ShowScopes, Shown::Button, "Scopes", "Shows the scopes that the registry defines."),
    bind(Settings, &[], Do::NewRecoveryCode, Shown::Button, "New recovery code", "Asks, then makes a new recovery code; the old one opens nothing any more."),
    // The recovery code, while it is shown.
    bind(Entrusting, &[ctrl('r')], Do::ShowOrHideCode, Shown::Button, "Show/hide recovery code", "Shows the recovery code, or hides it."),
    // A form that is saved or cancelled.
    bind(Editor, &[ctrl('s')], Do::Save, Shown::Button, "Save", "Saves and goes back."),
    bind(Editor, &[k(Esc)], Do::Cancel, Shown::Button, "Cancel", "Goes back without saving; asks where something would be lost."),
    // Wherever there are fields or buttons.
    bind(Form, &[k(Tab)], Do::NextField, Shown::Footer, "Next", "Goes to the next field or button."),
    bind(Form, &[k(BackTab)], Do::PreviousField, Shown::Help, "Before", "Goes to the field or button before."),
    bind(Form, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Scrolls the form up."),
    bind(Form, &[k(PageDown)], Do::PageDown, Shown::Help, "Page down", "Scrolls the form down."),
    // A field of one line.
    bind(Line, &[k(Enter)], Do::Take, Shown::Help, "Go on", "Goes on to the next field."),
    bind(Line, &[k(Up)], Do::PreviousField, Shown::Help, "Before", "Goes to the field before."),
    bind(Line, &[k(Down)], Do::NextField, Shown::Help, "After", "Goes to the next field."),
    // A field of one line in which Enter presses a button.
    bind(Submit, &[k(Enter)], Do::Take, Shown::Footer, "Confirm", "Presses the button that the field is for, such as Delete or Sign on."),
    bind(Submit, &[k(Up)], Do::PreviousField, Shown::Help, "Before", "Goes to the field before."),
    bind(Submit, &[k(Down)], Do::NextField, Shown::Help, "After", "Goes to the next field."),
    // A field of several lines.
    bind(Lines, &[k(Enter)], Do::NewLine, Shown::Footer, "New line", "Begins a new line."),
    bind(Lines, &[k(Up)], Do::Up, Shown::Help, "Up", "Moves the cursor to the line above."),
    bind(Lines, &[k(Down)], Do::Down, Shown::Help, "Down", "Moves the cursor to the line below."),
    // A field that can't be changed now.
    bind(Fixed, &[k(Enter)], Do::Take, Shown::Help, "Go on", "Goes on to the next field."),
    bind(Fixed, &[k(Up)], Do::Up, Shown::Help, "Up", "Moves up, or goes to the field before."),
    bind(Fixed, &[k(Down)], Do::Down, Shown::Help, "Down", "Moves down, or goes to the next field."),
    // Wherever text is typed.
    bind(Text, &[k(Left)], Do::Left, Shown::Help, "Left", "Moves the cursor to the left."),
    bind(Text, &[k(Right)], Do::Right, Shown::Help, "Right", "Moves the cursor to the right."),
    bind(Text, &[k(Home), ctrl('a')], Do::LineStart, Shown::Help, "Start", "Moves the cursor to the start of the line."),
    bind(Text, &[k(End), ctrl('e')], Do::LineEnd, Shown::Help, "End", "Moves the cursor to the end of the line."),
    bind(Text, &[k(Backspace)], Do::DeleteBefore, Shown::Help, "Delete", "Deletes the character before the cursor."),
    bind(Text, &[k(DeleteKey)], Do::DeleteAt, Shown::Help, "Delete", "Deletes the character under the cursor."),
    bind(Text, &[ctrl('w')], Do::DeleteWord, Shown::Help, "Delete word", "Deletes the word before the cursor."),
    bind(Text, &[ctrl('u')], Do::DeleteLine, Shown::Help, "Delete line", "Deletes everything before the cursor."),
    bind(Text, &[ctrl('k')], Do::DeleteToEnd, Shown::Help, "Delete to end", "Deletes everything from the cursor to the end of the line."),
    bind(Text, &[ctrl_and(Left), alt('b')], Do::WordLeft, Shown::Help, "Word left", "Moves the cursor to the word before."),
    bind(Text, &[ctrl_and(Right), alt('f')], Do::WordRight, Shown::Help, "Word right", "Moves the cursor to the word after."),
    // A drop-down, closed and open.
    bind(Choice, &[k(Enter), c(' '), k(Down)], Do::Open, Shown::Footer, "Open", "Opens the drop-down; a letter selects in it."),
    bind(Choice, &[k(Up)], Do::PreviousField, Shown::Help, "Before", "Goes to the field before."),
    bind(DropDown, &[k(Enter)], Do::Take, Shown::Footer, "Take", "Takes the selected value; letters select."),
    bind(DropDown, &[k(Esc)], Do::Close, Shown::Footer, "Close", "Closes the drop-down and changes nothing."),
    bind(DropDown, &[k(Tab)], Do::NextField, Shown::Footer, "Next, take nothing", "Closes the drop-down, changes nothing and goes on."),
    bind(DropDown, &[k(BackTab)], Do::PreviousField, Shown::Help, "Before", "Closes the drop-down, changes nothing and goes back."),
    bind(DropDown, &[k(Backspace)], Do::DeleteBefore, Shown::Help, "Delete", "Takes the last letter back by which a value is selected."),
    bind(DropDown, &[k(Up)], Do::Up, Shown::Help, "Up", "Selects the value above."),
    bind(DropDown, &[k(Down)], Do::Down, Shown::Help, "Down", "Selects the value below."),
    bind(DropDown, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Goes one page up."),
    bind(DropDown, &[k(PageDown)], Do::PageDown, Shown::Help, "Page down", "Goes one page down."),
    bind(DropDown, &[k(Home)], Do::First, Shown::Help, "First", "Selects the first value."),
    bind(DropDown, &[k(End)], Do::Last, Shown::Help, "Last", "Selects the last value."),
    // A line that suggests values, closed and open.
    bind(Suggest, &[k(Down)], Do::Open, Shown::Footer, "Choose", "Shows what there is to choose; what you type narrows it."),
    bind(Suggest, &[k(Enter)], Do::Take, Shown::Help, "Go on", "Goes on to the next field."),
    bind(Suggest, &[k(Up)], Do::PreviousField, Shown::Help, "Before", "Goes to the field before."),
    bind(Suggestions, &[k(Down)], Do::Down, Shown::Footer, "Down", "Selects the value below; what you type narrows them."),
    bind(Suggestions, &[k(Up)], Do::Up, Shown::Help, "Up", "Selects the value above, or goes back to the text."),
    bind(Suggestions, &[k(Enter)], Do::Take, Shown::Footer, "Take", "Takes the selected value."),
    bind(Suggestions, &[k(Tab)], Do::NextField, Shown::Footer, "Next, take nothing", "Closes the list, leaves the text as it is and goes on."),
    bind(Suggestions, &[k(BackTab)], Do::PreviousField, Shown::Help, "Before", "Goes to the field before."),
    bind(Suggestions, &[k(Esc)], Do::Close, Shown::Footer, "Close", "Closes the list and leaves the text as it is."),
    // A field that is on or off.
    bind(Flag, &[c(' ')], Do::Toggle, Shown::Footer, "On/off", "Switches the field on or off."),
    bind(Flag, &[k(Enter)], Do::Take, Shown::Help, "Go on", "Goes on to the next field."),
    bind(Flag, &[k(Left)], Do::Left, Shown::Help, "Before", "Goes to the value before, or to the field before."),
    bind(Flag, &[k(Right)], Do::Right, Shown::Help, "After", "Goes to the value after, or to the next field."),
    bind(Flag, &[k(Up)], Do::Up, Shown::Help, "Above", "Goes to the value above, or to the field before."),
    bind(Flag, &[k(Down)], Do::Down, Shown::Help, "Below", "Goes to the value below, or to the next field."),
    // A button.
    bind(Button, &[k(Enter), c(' ')], Do::Press, Shown::Footer, "Press", "Presses the button."),
    bind(Button, &[k(Left), k(Up)], Do::Left, Shown::Help, "Before", "Goes to the button before."),
    bind(Button, &[k(Right), k(Down)], Do::Right, Shown::Help, "After", "Goes to the button after."),
    // Questions.
    bind(Question, &[k(Esc)], Do::Back, Shown::Button, "Back", "Goes back and changes nothing."),
    bind(Question, &[], Do::Contain, Shown::Button, "Contain", "Cuts the clients off at once."),
    bind(Question, &[], Do::Disable, Shown::Button, "Disable", "Takes access away from the client."),
    bind(Question, &[], Do::Enable, Shown::Button, "Enable", "Gives the client access again."),
    bind(Question, &[], Do::SaveAndCopy, Shown::Button, "Save and copy", "Saves, copies the credentials and stays in the form."),
    bind(Question, &[], Do::CopyAndClose, Shown::Button, "Copy and close", "Copies the credentials and closes the form."),
    bind(Question, &[], Do::CloseWithoutCopy, Shown::Button, "Close", "Closes the form; the secret is not shown again."),
    bind(Guard, &[c('y')], Do::Discard, Shown::Button, "Discard", "Throws away what was changed."),
    bind(Question, &[], Do::KeepEditing, Shown::Button, "Keep editing", "Goes back to the form."),
    bind(Question, &[], Do::Continue, Shown::Button, "Continue", "Goes on."),
    bind(Question, &[], Do::SaveChosen, Shown::Button, "Save as chosen", "Saves what is chosen here over the newer save."),
    bind(Question, &[], Do::TakeTheirs, Shown::Button, "Take theirs", "Takes the newer save and drops what was typed here."),
    bind(Question, &[], Do::DestroyCopies, Shown::Button, "Destroy copies", "Saves the settings and destroys every sealed copy."),
    bind(Question, &[], Do::ReplaceRecoveryCode, Shown::Button, "Replace code", "Makes a new recovery code; the old one opens nothing any more."),
    bind(Question, &[], Do::ApplyFilter, Shown::Button, "Show", "Shows the entries that this chooses."),
    // Set-up and sign-on.
    bind(SetUp, &[ctrl('s')], Do::CreateRegistry, Shown::Button, "Create registry", "Creates the registry and signs its administrator on."),
    bind(Entrance, &[], Do::SignOn, Shown::Button, "Sign on", "Signs on."),
    bind(Entrance, &[], Do::SetPassword, Shown::Button, "Set password", "Makes this your password from now on."),
    bind(SignOn, &[ctrl('r')], Do::Recover, Shown::Footer, "Recovery code", "Gives an administrator a new password by the recovery code."),
    // A text that is read.
    bind(Reading, &[k(Esc), c('q'), k(Enter)], Do::Back, Shown::Footer, "Close", "Goes back."),
    bind(Reading, &[c('?')], Do::Help, Shown::Footer, "Help", "Shows all keys."),
    bind(Reading, &[k(Up), c('k')], Do::Up, Shown::Help, "Up", "Scrolls up."),
    bind(Reading, &[k(Down), c('j')], Do::Down, Shown::Help, "Down", "Scrolls down."),
    bind(Reading, &[k(PageDown), c(' ')], Do::PageDown, Shown::Footer, "Page", "Goes one page down."),
    bind(Reading, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Goes one page up."),
    bind(Reading, &[k(Home), c('g')], Do::First, Shown::Help, "First", "Goes to the first line."),
    bind(Reading, &[k(End), c('G')], Do::Last, Shown::Help, "Last", "Goes to the last line."),
    // The help.
    bind(Help, &[k(Esc), c('q'), c('?'), k(Enter)], Do::Back, Shown::Footer, "Close", "Closes the help."),
    bind(Help, &[k(Up), c('k')], Do::Up, Shown::Help, "Up", "Scrolls up."),
    bind(Help, &[k(Down), c('j')], Do::Down, Shown::Help, "Down", "Scrolls down."),
    bind(Help, &[k(PageDown), c(' ')], Do::PageDown, Shown::Footer, "Page", "Goes one page down."),
    bind(Help, &[k(PageUp)], Do::PageUp, Shown::Help, "Page up", "Goes one page up."),
    bind(Help, &[k(Home), c('g')], Do::First, Shown::Help, "First", "Goes to the first line."),
    bind(Help, &[k(End), c('G')], Do::Last, Shown::Help, "Last", "Goes to the last line."),
    // Everywhere.
    bind(Everywhere, &[k(F(1))], Do::Help, Shown::Help, "Help", "Shows all keys, also where letters are typed."),
    bind(Everywhere, &[ctrl('l')], Do::Redraw, Shown::Help, "Redraw", "Draws the screen anew."),
    bind(Everywhere, &[ctrl('z')], Do::Suspend, Shown::Help, "Suspend", "Stops the program until its shell continues it."),
    bind(Everywhere, &[ctrl('c')], Do::Leave, Shown::Help, "Leave", "Leaves the program; asks where something would be lost."),
];
