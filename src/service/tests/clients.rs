use super::*;
use crate::domain::{COLUMNS, ListQuery, PageAt, Reason, Rotation, Status, column};
use crate::service::Error;
use crate::vault::SeededEntropy;

fn names(service: &Service, search: &str) -> Vec<String> {
    let page = service.clients(&query(search)).unwrap();
    page.rows.into_iter().map(|(_, record)| record.client.name).collect()
}

fn query(search: &str) -> ListQuery {
    ListQuery {
        search: search.to_owned(),
        filters: Vec::new(),
        sort: column("name").unwrap(),
        descending: false,
        page: PageAt::First,
        limit: None,
    }
}

#[test]
fn a_new_client_is_in_the_list_with_its_class_as_the_registry_spells_it() {
    let mut bench = Bench::new();
    let record = bench.create("ABC Shipping").record;
    assert_eq!(record.client.security_class, "USER");
    assert_eq!(record.client.client_id.len(), 32);
    assert_eq!((record.version, record.status()), (1, Status::Enabled));
    assert_eq!(names(&bench.service, ""), ["ABC Shipping"]);
    assert_eq!(
        bench.service.client("abc shipping").unwrap(),
        record,
        "a name is found without regard to case"
    );
    assert_eq!(bench.service.client(&record.client.client_id.to_uppercase()).unwrap(), record);
}

#[test]
fn a_name_is_taken_whatever_its_case_until_its_client_is_deleted() {
    let mut bench = Bench::new();
    let first = bench.create("ABC Shipping").record.client.client_id;
    let error = bench.service.create_client(&draft("abc SHIPPING"), None).err().unwrap();
    assert_eq!((error.exit_code(), error.problems()[0].field), (4, "client_name"));
    bench.service.delete(std::slice::from_ref(&first)).unwrap();
    assert_ne!(bench.create("ABC Shipping").record.client.client_id, first);
}

#[test]
fn a_client_id_is_never_another_clients_name_nor_given_twice() {
    let mut bench = Bench::new();
    let mut own = draft("First");
    own.set("client_id", vec!["abc-first".to_owned()]);
    bench.service.create_client(&own, None).unwrap();
    assert_eq!(bench.service.create_client(&draft("ABC-first"), None).err().unwrap().exit_code(), 4);
    bench.service.delete(&["First".to_owned()]).unwrap();
    own.set("client_name", vec!["Second".to_owned()]);
    own.set("client_id", vec!["ABC-FIRST".to_owned()]);
    assert_eq!(bench.service.create_client(&own, None).err().unwrap().exit_code(), 4);
}

#[test]
fn a_client_id_that_is_made_is_nobodys_and_was_nobodys() {
    let mut bench = Bench::new();
    let from_the_beginning = |bench: &mut Bench| {
        bench.service.world.entropy = Box::new(SeededEntropy::new(1));
        let made = bench.service.stage_client_id().unwrap();
        bench.service.world.entropy = Box::new(OsEntropy);
        made
    };
    let first = from_the_beginning(&mut bench);
    let mut own = draft("First");
    own.set("client_id", vec![first.clone()]);
    bench.service.create_client(&own, None).unwrap();
    assert_ne!(from_the_beginning(&mut bench), first);
    bench.service.delete(std::slice::from_ref(&first)).unwrap();
    assert_ne!(from_the_beginning(&mut bench), first);
    bench.service.purge(std::slice::from_ref(&first)).unwrap();
    assert_ne!(from_the_beginning(&mut bench), first);
}

#[test]
fn a_client_that_may_not_be_used_yet_is_told_so_in_the_log() {
    let mut bench = Bench::new();
    let told = |bench: &mut Bench, name: &str, enabled: bool| {
        let created = bench.service.create_client_as(&draft(name), enabled, None).unwrap();
        assert_eq!(created.record.enabled, enabled);
        let (action, words) = bench.newest(1).remove(0);
        assert_eq!(action, "client.created");
        words.into_iter().filter(|line| line.starts_with("Enabled")).collect::<Vec<_>>()
    };
    assert_eq!(told(&mut bench, "Open", true), [""; 0]);
    assert_eq!(told(&mut bench, "Not yet", false), ["Enabled: false"]);
}

#[test]
fn a_save_on_top_of_a_newer_one_is_refused_and_says_who_and_when() {
    let mut bench = Bench::new();
    let record = bench.create("ABC Shipping").record;
    let id = record.client.client_id.clone();
    let mut other = bench.another();
    let mut theirs = Draft::of(&record.client);
    theirs.set("notes", vec!["theirs".to_owned()]);
    bench.clock.pass(60);
    other.update_client(&id, record.version, &theirs, None).unwrap();
    let mut mine = Draft::of(&record.client);
    mine.set("notes", vec!["mine".to_owned()]);
    let error = bench.service.update_client(&id, record.version, &mine, None).err().unwrap();
    let Error::Stale { theirs, .. } = &error else { panic!("{error}") };
    assert_eq!((theirs.client.notes.as_str(), theirs.updated.by.as_str()), ("theirs", "ada"));
    assert!(error.to_string().starts_with("ada saved this client at "), "{error}");
    let newest = bench.service.client(&id).unwrap();
    bench.service.update_client(&id, newest.version, &mine, None).unwrap();
    assert_eq!(bench.service.client(&id).unwrap().client.notes, "mine");
}

#[test]
fn name_client_id_and_type_are_fixed_by_an_update() {
    let mut bench = Bench::new();
    let record = bench.create("ABC Shipping").record;
    let mut changed = Draft::of(&record.client);
    changed.set("client_name", vec!["Other".to_owned()]);
    changed.set("client_type", vec!["public".to_owned()]);
    changed.set("token_endpoint_auth_method", vec!["none".to_owned()]);
    changed.set("grant_types", vec!["password".to_owned()]);
    let error = bench.service.update_client(&record.client.client_id, 1, &changed, None).err().unwrap();
    let fields: Vec<&str> = error.problems().iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["client_name", "client_type"]);
}

#[test]
fn a_rename_is_an_action_of_its_own() {
    let mut bench = Bench::new();
    let id = bench.create("ABC Shipping").record.client.client_id;
    assert_eq!(bench.service.rename_client(&id, "ABC Freight").unwrap().client.name, "ABC Freight");
    assert_eq!(bench.service.rename_client(&id, "abc freight").unwrap().client.name, "abc freight");
    assert_eq!(bench.actions().iter().filter(|action| *action == "client.renamed").count(), 2);
}

#[test]
fn every_problem_is_told_at_once_with_its_field() {
    let mut bench = Bench::new();
    let mut bad = draft("");
    bad.set("client_id", vec!["a:b".to_owned()]);
    bad.set("access_token_ttl", vec!["0".to_owned()]);
    bad.set("scope", vec!["ok \"".to_owned()]);
    let error = bench.service.create_client(&bad, None).err().unwrap();
    let fields: Vec<&str> = error.problems().iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["client_name", "client_id", "scope", "access_token_ttl"]);
    assert_eq!(error.exit_code(), 6);
}

#[test]
fn bulk_changes_are_all_or_nothing() {
    let mut bench = Bench::new();
    bench.create("First");
    let both = ["First".to_owned(), "Missing".to_owned()];
    assert_eq!(bench.service.set_enabled(&both, false).err().unwrap().exit_code(), 3);
    assert!(bench.service.client("First").unwrap().enabled);
    assert_eq!(bench.service.delete(&both).err().unwrap().exit_code(), 3);
    assert_eq!(names(&bench.service, ""), ["First"]);
}

#[test]
fn whoever_waits_for_the_search_is_told_how_many_clients_are_read() {
    let mut bench = Bench::new();
    for name in ["One", "Two", "Three"] {
        bench.create(name);
    }
    let mut told = Vec::new();
    bench.service.prepare_search(&COLUMNS[0], &mut |done, all| told.push((done, all))).unwrap();
    assert_eq!(told.first(), Some(&(0, 3)));
    assert_eq!(names(&bench.service, "three"), ["Three"]);
}

#[test]
fn a_search_finds_every_term_in_any_field_or_in_the_one_that_is_named() {
    let mut bench = Bench::new();
    for (name, notes) in [("Alpha Billing", "50% off"), ("Beta Billing", "alpha customer"), ("Gamma", "")] {
        let mut client = draft(name);
        client.set("notes", vec![notes.to_owned()]);
        bench.service.create_client(&client, None).unwrap();
    }
    assert_eq!(names(&bench.service, "billing ALPHA"), ["Alpha Billing", "Beta Billing"]);
    assert_eq!(names(&bench.service, "name:alpha"), ["Alpha Billing"]);
    assert_eq!(names(&bench.service, "50%"), ["Alpha Billing"]);
    assert_eq!(names(&bench.service, "%"), ["Alpha Billing"]);
    assert_eq!(names(&bench.service, "nothing:here"), [] as [&str; 0]);
}

#[test]
fn pages_hold_every_client_once_on_every_column_both_ways() {
    let mut bench = Bench::new();
    for number in 0..23 {
        let mut client = draft(&format!("Client {number:02}"));
        client.set("security_class", vec![["USER", "ADMIN"][number % 2].to_owned()]);
        bench.service.create_client(&client, None).unwrap();
        bench.clock.pass(7);
    }
    for column in COLUMNS.iter() {
        for descending in [false, true] {
            let mut query = ListQuery { sort: column, descending, limit: Some(5), ..query("") };
            let whole = bench.service.clients(&ListQuery { limit: None, ..query.clone() }).unwrap().rows;
            let (mut seen, mut offset) = (Vec::new(), 0);
            loop {
                let page = bench.service.clients(&query).unwrap();
                assert_eq!((page.total, page.offset), (23, offset), "{}", column.key);
                let Some((last, _)) = page.rows.last().cloned() else { break };
                offset += i64::try_from(page.rows.len()).unwrap();
                seen.extend(page.rows);
                query.page = PageAt::After(last);
            }
            assert_eq!(seen, whole, "{} {descending}", column.key);
            query.page = PageAt::Before(whole[10].0.clone());
            assert_eq!(bench.service.clients(&query).unwrap().rows, whole[5..10], "{}", column.key);
            query.page = PageAt::Last;
            assert_eq!(bench.service.clients(&query).unwrap().rows, whole[18..], "{}", column.key);
            query.page = PageAt::Position(20);
            assert_eq!(bench.service.clients(&query).unwrap().rows, whole[20..], "{}", column.key);
        }
    }
}

#[test]
fn classes_come_and_go_but_for_admin_and_those_in_use() {
    let mut bench = Bench::new();
    bench.create("First");
    assert_eq!(bench.service.add_class("PARTNER", "Of partners").unwrap().clients, 0);
    assert_eq!(bench.service.add_class("partner", "").err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.delete_class("ADMIN").err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.delete_class("USER").err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.delete_class("nope").err().unwrap().exit_code(), 3);
    bench.service.update_class("partner", "Of partners, outside").unwrap();
    assert_eq!(bench.service.classes().unwrap()[1].description, "Of partners, outside");
    bench.service.delete_class("partner").unwrap();
    assert_eq!(bench.service.classes().unwrap().len(), 2);
    bench.another();
}

#[test]
fn scopes_are_defined_before_clients_have_them_and_go_when_none_has() {
    let mut bench = Bench::new();
    let mut client = draft("ABC Shipping");
    client.set("scope", vec!["read ship".to_owned()]);
    let error = bench.service.create_client(&client, None).err().unwrap();
    assert_eq!((error.exit_code(), error.problems()[0].field), (3, "scope"));
    bench.service.add_scope("ship", "Ship parcels").unwrap();
    assert_eq!(bench.service.add_scope("ship", "").err().unwrap().exit_code(), 4);
    assert_eq!(bench.service.add_scope("two words", "").err().unwrap().exit_code(), 6);
    let record = bench.service.create_client(&client, None).unwrap().record;
    let error = bench.service.delete_scope("ship").err().unwrap();
    assert_eq!(error.exit_code(), 4);
    assert!(error.to_string().starts_with("1 client has the scope"), "{error}");
    client.set("client_id", vec![record.client.client_id.clone()]);
    client.set("scope", vec!["read".to_owned()]);
    bench.service.update_client(&record.client.client_id, record.version, &client, None).unwrap();
    bench.service.delete_scope("ship").unwrap();
    assert_eq!(bench.service.delete_scope("ship").err().unwrap().exit_code(), 3);
    assert_eq!(bench.service.scopes().unwrap().len(), 2);
    assert_eq!(bench.service.check().unwrap(), []);
}

#[test]
fn no_change_counts_the_clients_of_the_registry() {
    let mut bench = Bench::new();
    bench.create("ABC Shipping");
    let pinned = bench.service.session.as_ref().unwrap().keyring.pinned();
    let store = &mut bench.service.store;
    let read = store.tables_read(|store| {
        crate::service::charter::verify(&store.read(), &pinned).map(drop).unwrap();
        assert_eq!(store.read().class_name("user").unwrap().as_deref(), Some("USER"));
    });
    assert!(read.contains("security_class") && !read.contains("client"), "{read:?}");
    let read = store.tables_read(|store| drop(store.read().classes().unwrap()));
    assert!(
        read.contains("client"),
        "whoever asks for the classes is told how many clients each has: {read:?}"
    );
}

/// The names of the clients that a filter finds.
fn filtered(service: &Service, word: &str, value: &str) -> Vec<String> {
    let filters = vec![(word.to_owned(), value.to_owned())];
    let page = service.clients(&ListQuery { filters, ..query("") }).unwrap();
    page.rows.into_iter().map(|(_, record)| record.client.name).collect()
}

/// How many clients a bar of the health panel counts.
fn counted(service: &Service, word: &str, value: &str) -> i64 {
    let health = service.health(&mut || std::ops::ControlFlow::Continue(())).unwrap();
    let filter = (word.to_owned(), value.to_owned());
    let mut bars = health.charts.iter().flat_map(|chart| &chart.bars);
    bars.find(|bar| bar.filters.contains(&filter)).unwrap().count
}

#[test]
fn filters_and_health_go_by_the_clock_that_the_program_was_given() {
    const DAY: i64 = 86_400;
    let mut bench = Bench::new();
    bench.clock.pass(10 * 365 * DAY);
    let id = bench.create("ABC Shipping").record.client.client_id;
    let told = |bench: &Bench, word: &str, value: &str| {
        let (names, count) = (filtered(&bench.service, word, value), counted(&bench.service, word, value));
        assert_eq!(i64::try_from(names.len()).unwrap(), count, "{word}={value}");
        count == 1
    };
    assert!(told(&bench, "secret_age", "under-30d"));
    bench.clock.pass(30 * DAY - 1);
    assert!(told(&bench, "secret_age", "under-30d"), "a second before it is 30 days old");
    bench.clock.pass(1);
    assert!(told(&bench, "secret_age", "30d-90d"));
    bench.clock.pass(60 * DAY);
    assert!(told(&bench, "secret_age", "90d-1y"));
    bench.clock.pass(275 * DAY);
    assert!(told(&bench, "secret_age", "over-1y"));
    // Servers accept the new secret for a year, and the older one for an hour.
    let (now, hour) = (bench.service.now(), Rotation { reason: Reason::Routine, grace: Some(3_600) });
    let go_on = &mut |_, _| std::ops::ControlFlow::Continue(());
    bench.service.rotate_until(&[id], hour, Some(now + 365 * DAY), go_on).unwrap();
    bench.sql().execute("UPDATE client SET last_used_at = ?1", [now]).unwrap();
    assert!(told(&bench, "grace", "running"));
    bench.clock.pass(3_600);
    assert!(!told(&bench, "grace", "running"), "it ended in that second");
    bench.clock.pass(90 * DAY - 3_600);
    assert!(!told(&bench, "last_used", "over-90d"));
    bench.clock.pass(1);
    assert!(told(&bench, "last_used", "over-90d") && !told(&bench, "expiring", "30d"));
    bench.clock.pass(245 * DAY);
    assert!(told(&bench, "expiring", "30d") && !told(&bench, "expiring", "7d"));
    bench.clock.pass(23 * DAY);
    assert!(told(&bench, "expiring", "7d") && told(&bench, "expiring", "30d"));
    bench.clock.pass(7 * DAY);
    assert!(!told(&bench, "expiring", "30d"), "it has ended");
}

#[test]
fn the_health_shows_the_partners_with_most_clients_and_says_of_how_many() {
    let mut bench = Bench::new();
    let partners = |bench: &Bench| {
        let health = bench.service.health(&mut || std::ops::ControlFlow::Continue(())).unwrap();
        let chart = health.charts.into_iter().find(|chart| chart.key == "partner").unwrap();
        (chart.title, chart.bars.len(), chart.bars[0].count)
    };
    for number in 1..=13 {
        let partner = format!("p{number}");
        bench.service.add_partner(&format!("Partner {number}"), &partner).unwrap();
        // The last one has two clients.
        for client in 0..=number / 13 {
            let mut draft = draft(&format!("Client {client} of {number}"));
            draft.set(field::PARTNER, vec![partner.clone()]);
            draft.set(field::CLIENT_ID, vec![format!("{partner}-{client}")]);
            bench.service.create_client(&draft, None).unwrap();
        }
        if number == 12 {
            assert_eq!(partners(&bench), ("Clients by partner".to_owned(), 12, 1));
        }
    }
    assert_eq!(partners(&bench), ("Clients by partner, the 12 with most of 13".to_owned(), 12, 2));
}
