//! Which costs exist, and which reach a floor.

use super::*;

#[test]
fn costs_outside_the_cap_do_not_exist() {
    let cap = (1_048_576, 16, 16);
    for (memory, time, lanes) in [(8, 1, 1), (128, 1, 16), (19_456, 2, 1), cap] {
        let cost = Cost::new(memory, time, lanes).unwrap();
        assert_eq!((i64::from(cost.memory_kib()), i64::from(cost.time())), (memory, time));
        assert_eq!(i64::from(cost.parallelism()), lanes);
    }
    let refused = [
        (7, 1, 1),
        (127, 1, 16),
        (15, 1, 2),
        (cap.0 + 1, 1, 1),
        (cap.0, cap.1 + 1, 1),
        (cap.0, 1, cap.2 + 1),
        (8, 0, 1),
        (8, 1, 0),
        (0, 1, 1),
        (-8, 1, 1),
        (8, -1, 1),
        (8, 1, -1),
        (8, (1 << 32) + 1, 1),
        ((1 << 32) + 8, 1, 1),
        (i64::MAX, i64::MAX, i64::MAX),
        (i64::MIN, i64::MIN, i64::MIN),
    ];
    for (memory, time, lanes) in refused {
        let error = Cost::new(memory, time, lanes).unwrap_err();
        assert!(error.to_string().contains(&format!("m={memory},t={time},p={lanes}")), "{error}");
    }
}

#[test]
fn the_named_costs_are_those_of_the_specification() {
    assert_eq!(Cost::SERVERS, Cost::new(19_456, 2, 1).unwrap());
    assert_eq!(Cost::OPERATORS, Cost::new(65_536, 3, 1).unwrap());
    assert_eq!(Cost::SMALLEST, Cost::new(8, 1, 1).unwrap());
    assert_eq!(Cost::OPERATORS.to_string(), "m=65536,t=3,p=1");
    assert_eq!(PasswordPolicy::PRODUCTION, PasswordPolicy::at(Cost::OPERATORS));
    assert_eq!(PasswordPolicy::PRODUCTION.cost(), Cost::OPERATORS);
    assert_eq!(PasswordPolicy::PRODUCTION.floor(), Cost::OPERATORS);
}

#[test]
fn a_cost_reaches_a_floor_in_every_parameter_or_not_at_all() {
    let floor = Cost::new(64, 3, 2).unwrap();
    for (memory, time, lanes, reaches) in [
        (64, 3, 2, true),
        (65, 4, 3, true),
        (63, 3, 2, false),
        (64, 2, 2, false),
        (64, 3, 1, false),
        (1_048_576, 2, 2, false),
    ] {
        let cost = Cost::new(memory, time, lanes).unwrap();
        assert_eq!(cost.reaches(floor), reaches, "{cost}");
    }
}
