//! Where keys hold: contexts, and which of them hold together.

/// Where a binding holds. Several hold at once: see [`PLACES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// On every screen.
    Everywhere,
    /// In the main panels.
    Panels,
    /// In every list.
    List,
    /// In the list of clients.
    Clients,
    /// In the list of security classes.
    Classes,
    /// In the list of partners.
    Partners,
    /// In the list of a partner's users.
    PartnerUsers,
    /// In the list of operators.
    Operators,
    /// In the audit log.
    Audit,
    /// In the history of a client.
    ClientHistory,
    /// In the panel of health.
    Health,
    /// In what was found in a pasted text.
    Findings,
    /// In the list of incidents.
    Incidents,
    /// In the clients of an incident.
    Worklist,
    /// In the trash.
    Trash,
    /// In the list of scopes.
    Scopes,
    /// In the list of what is advised about a client.
    Advice,
    /// In a list that lies over a panel or a form: a history, a partner's users.
    Over,
    /// While a search is typed.
    Search,
    /// Wherever there are fields or buttons, whichever has the focus.
    Form,
    /// In a form that is saved or cancelled.
    Editor,
    /// In the question whether changes are thrown away.
    Guard,
    /// In the form of a client.
    ClientForm,
    /// In the settings.
    Settings,
    /// In a field of one line that has the focus, besides [`Context::Text`].
    Line,
    /// In a field of one line in which Enter presses a button, besides [`Context::Text`].
    Submit,
    /// In a field of several lines, besides [`Context::Text`].
    Lines,
    /// In a field that can't be changed now, besides [`Context::Text`], whatever it is.
    Fixed,
    /// Wherever text is typed.
    Text,
    /// On a field with a drop-down that is closed.
    Choice,
    /// In an open drop-down.
    DropDown,
    /// In a line that suggests values, while its drop-down is closed, besides [`Context::Text`].
    Suggest,
    /// In a line that suggests values, while its drop-down is open, besides [`Context::Text`].
    Suggestions,
    /// On a field that is on or off, alone or one of several.
    Flag,
    /// On a button.
    Button,
    /// In a question with buttons.
    Question,
    /// On set-up and sign-on.
    Entrance,
    /// Where the recovery code is shown.
    Entrusting,
    /// On the set-up.
    SetUp,
    /// On the sign-on, while the screen is not locked.
    SignOn,
    /// In a text that is read, such as an entry of the audit log.
    Reading,
    /// In the help.
    Help,
}

use Context::{
    Advice, Audit, Button, Choice, Classes, ClientForm, ClientHistory, Clients, DropDown, Editor, Entrance,
    Entrusting, Everywhere, Findings, Fixed, Flag, Form, Guard, Health, Help, Incidents, Line, Lines, List,
    Operators, Over, Panels, PartnerUsers, Partners, Question, Reading, Scopes, Search, SetUp, Settings,
    SignOn, Submit, Suggest, Suggestions, Text, Trash, Worklist,
};

/// What holds in the list of clients.
pub const CLIENTS: &[Context] = &[Clients, List, Panels, Everywhere];
/// What holds in the list of security classes.
pub const CLASSES: &[Context] = &[Classes, List, Panels, Everywhere];
/// What holds in the list of partners.
pub const PARTNERS: &[Context] = &[Partners, List, Panels, Everywhere];
/// What holds in the list of a partner's users.
pub const PARTNER_USERS: &[Context] = &[Over, PartnerUsers, List, Everywhere];
/// What holds in the list of operators.
pub const OPERATORS: &[Context] = &[Operators, List, Panels, Everywhere];
/// What holds in the trash.
pub const TRASH: &[Context] = &[Trash, List, Panels, Everywhere];
/// What holds in the list of scopes.
pub const SCOPES: &[Context] = &[Over, Scopes, List, Everywhere];
/// What holds in the list of what is advised about a client.
pub const ADVICE: &[Context] = &[Over, Advice, List, Everywhere];
/// What holds in the audit log.
pub const AUDIT: &[Context] = &[Audit, List, Panels, Everywhere];
/// What holds in the panel of health.
pub const HEALTH: &[Context] = &[Health, Panels, Everywhere];
/// What holds in what was found in a pasted text.
pub const FINDINGS: &[Context] = &[Over, Findings, List, Everywhere];
/// What holds in the list of incidents.
pub const INCIDENTS: &[Context] = &[Over, Incidents, List, Everywhere];
/// What holds in the clients of an incident.
pub const WORKLIST: &[Context] = &[Over, Worklist, List, Everywhere];
/// What holds in an operator's own history.
pub const HISTORY: &[Context] = &[Over, Audit, List, Everywhere];
/// What holds in a client's own history.
pub const CLIENT_HISTORY: &[Context] = &[Over, ClientHistory, Audit, List, Everywhere];
/// What holds in a text that is read.
pub const READING: &[Context] = &[Reading, Everywhere];
/// What holds while a search is typed.
pub const SEARCH: &[Context] = &[Search, Text, Everywhere];
/// What holds in the help.
pub const HELP: &[Context] = &[Help, Everywhere];
/// What holds in an open drop-down.
pub const DROP_DOWN: &[Context] = &[DropDown, Everywhere];
/// What holds in a line while what it suggests is open.
pub const SUGGESTIONS: &[Context] = &[Suggestions, Text, Everywhere];

/// Every set of contexts that hold together. A key has one meaning in each.
pub const PLACES: &[&[Context]] = &[
    CLIENTS,
    CLASSES,
    PARTNERS,
    PARTNER_USERS,
    OPERATORS,
    TRASH,
    SCOPES,
    ADVICE,
    AUDIT,
    HISTORY,
    CLIENT_HISTORY,
    HEALTH,
    FINDINGS,
    INCIDENTS,
    WORKLIST,
    SEARCH,
    READING,
    HELP,
    DROP_DOWN,
    SUGGESTIONS,
    &[Suggest, Text, Form, Editor, ClientForm, Everywhere],
    &[Line, Text, Form, Editor, ClientForm, Everywhere],
    &[Lines, Text, Form, Editor, ClientForm, Everywhere],
    &[Choice, Form, Editor, ClientForm, Everywhere],
    &[Flag, Form, Editor, ClientForm, Everywhere],
    &[Button, Form, Editor, ClientForm, Everywhere],
    &[Fixed, Text, Form, Editor, ClientForm, Everywhere],
    &[Fixed, Text, Form, Editor, Settings, Everywhere],
    &[Line, Text, Form, Editor, Settings, Everywhere],
    &[Choice, Form, Editor, Settings, Everywhere],
    &[Flag, Form, Editor, Settings, Everywhere],
    &[Button, Form, Editor, Settings, Everywhere],
    &[Line, Text, Form, Entrance, Everywhere],
    &[Choice, Form, Entrance, Everywhere],
    &[Button, Form, Entrance, Everywhere],
    &[Line, Text, Form, SetUp, Entrance, Everywhere],
    &[Choice, Form, SetUp, Entrance, Everywhere],
    &[Button, Form, SetUp, Entrance, Everywhere],
    &[Line, Text, Form, SignOn, Entrance, Everywhere],
    &[Button, Form, SignOn, Entrance, Everywhere],
    &[Line, Text, Form, Entrusting, Entrance, Everywhere],
    &[Button, Form, Entrusting, Entrance, Everywhere],
    &[Line, Text, Form, Question, Everywhere],
    &[Submit, Text, Form, Question, Everywhere],
    &[Submit, Text, Form, Editor, Everywhere],
    &[Submit, Text, Form, SignOn, Entrance, Everywhere],
    &[Submit, Text, Form, Entrusting, Entrance, Everywhere],
    &[Choice, Form, Question, Everywhere],
    &[Button, Form, Question, Everywhere],
    &[Button, Form, Guard, Question, Everywhere],
];
