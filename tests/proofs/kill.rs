//! Four programs change a registry and are killed at random moments, one or all of them, again and again. Nothing
//! that was acknowledged is lost and nothing is half done.

use std::time::Duration;

use crate::chance::{Chance, count};
use crate::crew::{Crew, share_clients};
use crate::ground::Ground;
use crate::oracle::Ledger;

const WRITERS: usize = 4;
/// Kills before the registry is judged and another begun.
const KILLS_A_ROUND: usize = 20;

#[test]
fn killed_at_random_moments_four_writers_lose_nothing_and_leave_nothing_half_done() {
    let kills = count("CLIENTKEEP_PROOF_KILLS", 20);
    let wanted = count("CLIENTKEEP_PROOF_ACKNOWLEDGED", 400);
    let mut chance = Chance::new();
    let (mut killed, mut acknowledged, mut refused, mut facts) = (0, 0, 0, 0);
    while killed < kills || acknowledged < wanted {
        let ground = Ground::cheap();
        share_clients(&ground.path);
        let mut crew = Crew::new(&ground.path, Ledger::of(&ground.path));
        let this_round = match kills.saturating_sub(killed) {
            0 => KILLS_A_ROUND,
            left => KILLS_A_ROUND.min(left),
        };
        let changes = (wanted * this_round).div_ceil(kills);
        let mut done = 0;
        while done < this_round {
            while crew.alive.len() < WRITERS {
                crew.start_one();
            }
            // On average as many as are wanted, at a moment that nobody chose.
            let left = changes.saturating_sub(crew.ledger.acknowledged()) / (this_round - done);
            crew.listen(if left == 0 { 1 } else { chance.below(2 * left) });
            crew.listen_for(Duration::from_micros(chance.next() % 5_000));
            let which = if done + 1 == this_round || chance.below(4) == 0 {
                crew.alive.clone()
            } else {
                vec![*chance.pick(&crew.alive)]
            };
            crew.kill(&which);
            done += which.len();
            if crew.alive.is_empty() {
                facts += crew.ledger.judge(&ground.path);
            }
        }
        let rest = crew.alive.clone();
        crew.kill(&rest);
        facts += crew.ledger.judge(&ground.path);
        killed += done + rest.len();
        assert_eq!(crew.ledger.unusual, [] as [String; 0]);
        acknowledged += crew.ledger.acknowledged();
        refused += crew.ledger.refused();
    }
    println!(
        "{killed} kills, {acknowledged} changes acknowledged, {refused} refused, {facts} facts compared: 0 lost, 0 half done"
    );
}
