//! What happens by itself after a while: a secret hides, the screen locks.
//! Times come from outside; nothing here looks at a clock.

use std::time::{Duration, Instant};

/// How long a secret stays readable (SECURITY.md, Terminal).
pub const SECRET_SEEN: Duration = Duration::from_secs(30);

/// How long no key must come before a screen has been left alone.
pub const REST: Duration = Duration::from_millis(120);

/// How long something may take before it is told that it is waited for.
pub const MOMENT: Duration = Duration::from_millis(400);

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// The screen locks.
    Lock,
    /// What is waited for has taken longer than a moment.
    Wonder,
    /// The screen with this number hides its secret.
    Hide(u64),
    /// The screen with this number has been left alone for a moment.
    Rest(u64),
}

/// The alarms that are set; each kind once.
#[derive(Debug, Default)]
pub struct Alarms(Vec<(Instant, Alarm)>);

impl Alarms {
    /// Sets an alarm, in the place of the one of its kind.
    pub fn set(&mut self, alarm: Alarm, at: Instant) {
        self.cancel(alarm);
        self.0.push((at, alarm));
    }

    /// Takes an alarm away.
    pub fn cancel(&mut self, alarm: Alarm) {
        self.0.retain(|(_, set)| *set != alarm);
    }

    /// When the next one is due.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.0.iter().map(|(at, _)| *at).min()
    }

    /// Takes those out that are due.
    pub fn due(&mut self, now: Instant) -> Vec<Alarm> {
        let due = self.0.iter().filter(|(at, _)| *at <= now).map(|(_, alarm)| *alarm).collect();
        self.0.retain(|(at, _)| *at > now);
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_that_is_set_again_is_due_once_and_later() {
        let start = Instant::now();
        let mut alarms = Alarms::default();
        alarms.set(Alarm::Lock, start + Duration::from_secs(10));
        alarms.set(Alarm::Hide(1), start + Duration::from_secs(5));
        alarms.set(Alarm::Lock, start + Duration::from_secs(20));
        assert_eq!(alarms.next(), Some(start + Duration::from_secs(5)));
        assert_eq!(alarms.due(start + Duration::from_secs(10)), [Alarm::Hide(1)]);
        assert_eq!(alarms.due(start + Duration::from_secs(20)), [Alarm::Lock]);
        assert_eq!(alarms.next(), None);
    }

    #[test]
    fn a_cancelled_alarm_never_comes() {
        let start = Instant::now();
        let mut alarms = Alarms::default();
        alarms.set(Alarm::Lock, start);
        alarms.cancel(Alarm::Lock);
        assert!(alarms.due(start).is_empty());
    }
}
