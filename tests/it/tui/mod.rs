//! The screen as an operator uses it: a robot reads what is drawn, presses keys, clicks on what it reads, and
//! looks at what is stored. The shell, the worker, the service and the registry are the real ones.

mod audit;
mod clients;
mod credentials;
mod entrance;
mod form;
mod history;
mod incidents;
mod leak;
mod looks;
mod monkey;
mod operators;
mod page;
mod page_told;
mod partners;
mod passwords;
mod pictures;
mod real;
mod robot;
mod selection;
mod settings;
mod sizes;
mod terminals;
mod told;
mod two;
mod upkeep;
mod waiting;
mod watch;
