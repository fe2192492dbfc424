//! What the screens ask the service for, as plain data. Each request is one call at the service's door;
//! nothing is done here.

mod nature;

pub use super::answer::{
    Answer, Choices, ClientSheet, Copied, Entry, Failure, Held, LoggedPage, Members, Renewed, Switched,
};
use crate::domain::incident::Step;
use crate::domain::sighting::Sighting;
use crate::domain::{
    Column, Draft, ListQuery, Operator, Partner, PartnerUser, Plaintext, Reason, Rotation, Settings,
};
use crate::service::{LogQuery, NewOperator, OperatorChange, PartnerChange, SetUp, StagedSecret};

/// One call.
pub enum Request {
    /// Create the registry and sign its administrator on.
    SetUp(SetUp),
    /// Sign on.
    SignOn {
        /// The user name.
        operator: String,
        /// The password.
        password: Plaintext,
    },
    /// Sign off; nothing is answered.
    SignOff,
    /// A page of the list of clients.
    Clients {
        /// Which page of what.
        query: ListQuery,
        /// The client to stay with: where the page does not hold it, the one that does comes instead.
        with: Option<String>,
        /// Whether its rows will do, where they are known well before they are counted.
        soon: bool,
    },
    /// Read what is searched into memory, and the order of a column: a search begins.
    PrepareSearch(&'static Column),
    /// A client with its secrets and accepted advice, for its form.
    Client(String),
    /// What drop-downs offer.
    Choices,
    /// A new client ID that nobody has.
    StageClientId,
    /// A new secret that counts once saved.
    StageSecret,
    /// Save a new client.
    CreateClient {
        /// What was typed.
        draft: Draft,
        /// The secret that was staged for it.
        secret: Option<StagedSecret>,
    },
    /// Save a client on top of the version that the form began with.
    UpdateClient {
        /// Which client.
        client_id: String,
        /// That version.
        version: i64,
        /// What was typed.
        draft: Draft,
        /// A new secret, and how the older ones end.
        rotation: Option<(StagedSecret, Rotation)>,
    },
    /// Give a client another name.
    Rename {
        /// Which client.
        client_id: String,
        /// The new name.
        name: String,
    },
    /// Let clients in or keep them out.
    SetEnabled {
        /// Which clients.
        client_ids: Vec<String>,
        /// Whether they may come in.
        enabled: bool,
    },
    /// Delete clients.
    Delete(Vec<String>),
    /// Whose secrets stand in a text.
    Whose(Plaintext),
    /// What was found in a text, as it is by now.
    SeenAgain(Vec<Sighting>),
    /// What containing clients would do.
    ContainPreview(Vec<String>),
    /// Contain clients.
    Contain {
        /// Which clients.
        client_ids: Vec<String>,
        /// What happened.
        reason: String,
        /// Since when a secret may be known, as it was typed; may be empty.
        since: String,
    },
    /// Make new secrets for some of an incident's clients that wait for one. The shell goes on with the others.
    Renew {
        /// Which incident.
        incident: i64,
        /// So many have got one so far.
        done: usize,
        /// So many still waited then, where that is known.
        left: usize,
    },
    /// Every incident.
    Incidents,
    /// The clients of an incident.
    Incident(i64),
    /// Say how far clients of an incident have come.
    SetIncidentStep {
        /// Which incident.
        incident: i64,
        /// Which clients.
        client_ids: Vec<String>,
        /// The step that they have reached.
        step: Step,
    },
    /// Who is known to have a secret of one of these clients that servers accept.
    Holders(Vec<String>),
    /// Who knows a client's secrets, and what a leak now would mean.
    Holding(String),
    /// The health of the registry.
    Health,
    /// Show a client's secret.
    Show(Handout),
    /// Copy a client's credentials.
    Copy(Handout),
    /// Take what was copied out of the clipboard again.
    ClearClipboard,
    /// The security classes.
    Classes,
    /// Add a security class, or change the description of one.
    SaveClass {
        /// Its name.
        name: String,
        /// What it is for.
        description: String,
        /// Whether it is new.
        new: bool,
    },
    /// Delete a security class.
    DeleteClass(String),
    /// The partners with what belongs to them.
    Partners,
    /// Add a partner.
    AddPartner {
        /// For people.
        name: String,
        /// Begins the client IDs of its clients.
        subdomain: String,
    },
    /// Change a partner.
    UpdatePartner {
        /// As it was when the change was typed.
        before: Partner,
        /// What is to be changed.
        change: PartnerChange,
    },
    /// Delete a partner.
    DeletePartner(String),
    /// The users of a partner, by its subdomain.
    PartnerUsers(String),
    /// The users of a partner, for the form of a client.
    Members(String),
    /// Add a user of a partner.
    AddPartnerUser {
        /// The partner's subdomain.
        partner: String,
        /// The user's name.
        user_name: String,
        /// An address, or nothing.
        email: String,
    },
    /// Give a user of a partner another address.
    UpdatePartnerUser {
        /// The partner's subdomain.
        partner: String,
        /// As the user was when the change was typed.
        before: PartnerUser,
        /// An address, or nothing.
        email: String,
    },
    /// Delete users of a partner.
    DeletePartnerUsers {
        /// The partner's subdomain.
        partner: String,
        /// Their names.
        users: Vec<String>,
    },
    /// All that is advised about a client that is saved.
    Advice(String),
    /// Accept an advice about a client.
    AcceptAdvice {
        /// Which client.
        client_id: String,
        /// The number of the rule.
        rule: String,
        /// Why.
        reason: String,
        /// Until when, as it was typed.
        until: String,
    },
    /// Give an advice about a client again that was accepted.
    WithdrawAdvice {
        /// Which client.
        client_id: String,
        /// The number of the rule.
        rule: String,
    },
    /// Give clients new secrets.
    Rotate {
        /// Which clients.
        client_ids: Vec<String>,
        /// Why.
        reason: Reason,
        /// How long the older secrets still work, as it was typed; nothing retires them at once.
        grace: String,
        /// When the new ones end by themselves, as it was typed; may be empty.
        expires: String,
    },
    /// Give up what the same screen asked for before, where nothing is kept of it yet.
    BreakOff,
    /// The clients in the trash.
    Trash,
    /// Take clients out of the trash.
    Restore(Vec<String>),
    /// Remove clients from the trash for good.
    Purge(Vec<String>),
    /// The scopes.
    Scopes,
    /// Add a scope.
    AddScope {
        /// Its token.
        name: String,
        /// What it is for.
        description: String,
    },
    /// Delete a scope.
    DeleteScope(String),
    /// The operators.
    Operators,
    /// Add an operator.
    AddOperator(NewOperator),
    /// Change an operator.
    UpdateOperator {
        /// As it was when the change was typed.
        before: Box<Operator>,
        /// What is to be changed.
        change: OperatorChange,
    },
    /// Delete an operator.
    DeleteOperator(String),
    /// Let an operator sign on again after failures.
    UnlockOperator(String),
    /// Set another operator's password.
    ResetPassword {
        /// Whose.
        user_name: String,
        /// The new one.
        password: Plaintext,
    },
    /// Change one's own password.
    ChangePassword {
        /// The present one.
        old: Plaintext,
        /// The new one.
        new: Plaintext,
    },
    /// Give an administrator a new password by the recovery code, and sign on.
    Recover {
        /// The code.
        code: Plaintext,
        /// The user name.
        admin: String,
        /// The new password.
        password: Plaintext,
    },
    /// Put a new recovery code in place of the old one.
    ReplaceRecoveryCode,
    /// A page of the audit log. A client may be named by its name.
    Log(LogQuery),
    /// What an entry changed about a client and can be given back.
    Past {
        /// Which client.
        client_id: String,
        /// The number of the entry.
        entry: i64,
    },
    /// Give an attribute the value that it had before an entry.
    RestoreAttribute {
        /// Which client.
        client_id: String,
        /// The number of the entry.
        entry: i64,
        /// The attribute's name.
        attribute: String,
    },
    /// One entry, and whether it is as it was written.
    LogEntry(i64),
    /// Check the audit log and every row.
    VerifyLog,
    /// Change settings.
    SaveSettings {
        /// As they were when the change was typed.
        before: Box<Settings>,
        /// Keys and values.
        changes: Vec<(&'static str, String)>,
    },
}

/// Credentials that are to be seen or copied.
pub struct Handout {
    /// Whose.
    pub client_id: String,
    /// The secret, where it was just made and is still at hand: a show-once registry keeps none.
    pub at_hand: Option<Plaintext>,
}
