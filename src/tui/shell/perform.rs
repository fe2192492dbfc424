//! Performs the effects that screens ask for, hands answers to those who asked, and rings the alarms.

use zeroize::Zeroizing;

use super::{Ending, Layer, Shell};
use crate::tui::alarms::{Alarm, MOMENT, REST, SECRET_SEEN};
use crate::tui::desk::{Accepted, Reply, Standing};
use crate::tui::message::{Effect, Message, Notice, Tone};
use crate::tui::request::{Answer, Entry, Request};
use crate::tui::screen::Screen;
use crate::tui::screens::contain;
use crate::tui::screens::sign_on::{SignOn, Why};

/// Who asks for what belongs to no screen.
const SHELL: u64 = 0;

impl Shell {
    /// Performs the effects that a layer asked for, in order.
    pub(super) fn perform(&mut self, asker: u64, effects: Vec<Effect>) {
        let mut layer = asker;
        for effect in effects {
            match effect {
                Effect::Open(screen) => self.open(screen),
                Effect::Close => layer = self.close(layer),
                Effect::Switch(screen) => {
                    for old in std::mem::take(&mut self.layers) {
                        self.desk.forget(old.id);
                    }
                    self.locked = None;
                    self.open(screen);
                    layer = self.last_layer;
                }
                Effect::Ask(request) => self.ask(layer, request),
                Effect::Tell(message) => self.tell(layer, message),
                Effect::Say(notice) => self.say(notice),
                Effect::RestSoon => self.alarms.set(Alarm::Rest(layer), self.now + REST),
                Effect::HideSoon => self.alarms.set(Alarm::Hide(layer), self.now + SECRET_SEEN),
                Effect::Leave => self.leave(),
                Effect::Quit => self.ending = Some(Ending::Left),
            }
        }
    }

    /// Says something. What failed stays beside it until the next key: nobody may have read it yet.
    fn say(&mut self, said: Notice) {
        let failed = self.notice.take().filter(|before| before.tone == Tone::Error);
        let failed =
            failed.filter(|before| !before.text.contains(&said.text) && !said.text.contains(&before.text));
        self.notice = Some(match failed {
            Some(failed) => failed.followed_by(&said),
            None => said,
        });
    }

    pub(super) fn tell(&mut self, layer: u64, message: Message) {
        let found = self.layers.iter_mut().find(|candidate| candidate.id == layer);
        if let Some(found) = found {
            let effects = found.screen.update(message, &self.facts);
            self.perform(layer, effects);
        }
    }

    pub(super) fn tell_top(&mut self, message: Message) {
        if let Some(top) = self.layers.last() {
            self.tell(top.id, message);
        }
    }

    fn open(&mut self, screen: Box<dyn Screen>) {
        self.last_layer += 1;
        self.layers.push(Layer { id: self.last_layer, screen });
        self.measure();
        self.tell(self.last_layer, Message::Shown);
    }

    /// Closes a layer; gives back the one below it.
    fn close(&mut self, layer: u64) -> u64 {
        let Some(at) = self.layers.iter().position(|candidate| candidate.id == layer) else { return 0 };
        self.layers.remove(at);
        self.locked.take_if(|lock| *lock == layer);
        self.desk.forget(layer);
        self.alarms.cancel(Alarm::Hide(layer));
        self.alarms.cancel(Alarm::Rest(layer));
        if self.layers.is_empty() {
            self.ending.get_or_insert(Ending::Left);
            return 0;
        }
        self.measure();
        let below = self.layers[at.saturating_sub(1)].id;
        if at == self.layers.len() {
            self.tell(below, Message::Shown);
        }
        below
    }

    fn ask(&mut self, layer: u64, request: Request) {
        // An incident's new secrets are made to the last, whatever becomes of the screen that asked for them.
        let layer = if matches!(request, Request::Renew { .. }) { SHELL } else { layer };
        let waits = self.desk.is_brief();
        if !self.desk.ask(layer, request) {
            self.broken();
        }
        if self.desk.is_brief() && !waits {
            self.alarms.set(Alarm::Wonder, self.now + MOMENT);
        }
    }

    /// Ends the program because nothing can be asked any more.
    pub(super) fn broken(&mut self) {
        let sentence = "The part of clientkeep that owns the registry has ended. Start clientkeep again.";
        self.ending.get_or_insert(Ending::Broken(sentence.to_owned()));
    }

    /// Hands an answer to the layer that asked, and keeps what is of interest to all.
    pub(super) fn answered(&mut self, mut reply: Reply) {
        match &mut reply.answer {
            Some(Answer::SignedOn(Ok(entry))) => self.signed_on(entry),
            Some(Answer::PasswordChanged(Ok(()))) => {
                if let Some(session) = &mut self.facts.session {
                    session.must_change_password = false;
                }
            }
            // What a clipboard route wrote is sent even where nobody waits for the answer any more.
            Some(Answer::Copied(Ok(copied))) => self.bytes.push(std::mem::take(&mut copied.handed.bytes)),
            Some(Answer::Cleared(Ok((_, bytes)))) => self.bytes.push(Zeroizing::new(std::mem::take(bytes))),
            _ => {}
        }
        let accepted = self.desk.accept(reply);
        if !self.desk.is_brief() {
            self.alarms.cancel(Alarm::Wonder);
        }
        match accepted {
            Accepted::By(layer, answer) => {
                if self.locked.is_none_or(|lock| lock == layer) {
                    self.hand_over(layer, answer);
                } else if !matches!(answer, Answer::Shown(_)) {
                    // Nobody may look: the lock came between question and answer. A secret is asked for again.
                    self.held.push((layer, answer));
                }
            }
            Accepted::ByNobody(answer) => {
                if let Some(failure) = answer.failure() {
                    self.say(Notice::error(failure.to_string()));
                }
            }
            Accepted::Stale => {}
        }
    }

    /// Tells the screen that asked. What the shell goes on with itself, it tells the screen that is there.
    fn hand_over(&mut self, layer: u64, answer: Answer) {
        if let Answer::Renewed(answer) = answer {
            // First what the screen asks for then: its rows, and the keys that wait for them, come before the next batch.
            self.tell_top(Message::Changed);
            self.perform(SHELL, vec![contain::renewed(answer)]);
        } else {
            self.tell(layer, Message::Answer(answer));
        }
    }

    fn signed_on(&mut self, entry: &Entry) {
        self.facts.session = Some(entry.session.clone());
        self.facts.settings = entry.settings.clone();
        self.facts.read_only = entry.read_only;
        self.watch();
    }

    pub(super) fn ring(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Lock => self.lock(Why::Idle),
            Alarm::Wonder => self.desk.wonder(),
            Alarm::Hide(layer) => self.tell(layer, Message::Hide),
            Alarm::Rest(layer) => self.tell(layer, Message::Rested),
        }
    }

    /// Wipes what the screen shows and asks for the password again; what was typed stays below.
    fn lock(&mut self, why: Why) {
        let Some(session) = self.facts.session.take() else { return };
        self.hide_all();
        self.kept.forget();
        self.notice = None;
        self.repaint = true;
        self.ask(SHELL, Request::SignOff);
        self.open(Box::new(SignOn::locked(&session.operator, why)));
        self.locked = Some(self.last_layer);
    }

    /// Once the screen is not locked any more, hands out the answers that came while it was.
    pub(super) fn hand_out_held(&mut self) {
        if self.locked.is_none() {
            for (layer, answer) in std::mem::take(&mut self.held) {
                self.hand_over(layer, answer);
            }
        }
    }

    /// Takes in that somebody else changed the registry. Who was shut out sees nothing of it any more.
    pub(super) fn others_changed(&mut self, standing: Standing) {
        self.facts.settings = standing.settings;
        let Some(session) = &mut self.facts.session else { return };
        if let Some(role) = standing.role {
            session.role = role;
            self.tell_top(Message::Changed);
        } else {
            self.lock(Why::ShutOut);
        }
    }
}
