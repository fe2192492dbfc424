//! The OAuth2 Clients page of Adobe Audience Manager, line by line: each thing that it does is done here, by
//! what stands on the screen, with the keyboard and with the mouse.

use clientkeep::domain::{COLUMNS, Column, Draft, ListQuery, PageAt, Role, field};

use super::robot::{ADMIN, OWN, PASSWORD, Robot, draft};

/// Ada in the form of a new client, where ACME is a partner whose users are Jane, Jack and Zoe.
pub fn creating() -> Robot {
    let mut robot = Robot::signed_on();
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.add_partner("ACME Freight", "acme").unwrap();
    service.add_partner("Basel Water", "basel").unwrap();
    for user in ["jane", "jack", "zoe"] {
        service.add_partner_user("acme", user, "").unwrap();
    }
    robot.press("c");
    robot.write("ABC Shipping");
    robot
}

#[test]
fn a_partner_begins_the_client_id_and_its_users_complete_it() {
    let mut robot = creating();
    robot.choose("Partner", "ac");
    robot.focus("Client ID");
    robot.sees("[acme-");
    robot.write("ja");
    robot.sees("acme-jane");
    robot.sees("acme-jack");
    robot.sees_not("acme-zoe");
    robot.press("Down Down Enter");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    robot.sees("Created \"ABC Shipping\".");
    assert_eq!(robot.stored("ABC Shipping", field::CLIENT_ID), ["acme-jane"]);
    assert_eq!(robot.stored("ABC Shipping", field::RESTRICT_TO_PARTNER_USERS), ["true"], "on by default");
}

#[test]
fn the_mouse_alone_chooses_partner_and_user() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.click("none ");
    robot.click("acme: ACME");
    robot.focus("Client ID");
    let line = robot.find("[acme-").expect("the prefix is filled in");
    robot.click_at(line.x + 2, line.y);
    let sign = robot.find("] ▼").expect("there is something to choose");
    robot.click_at(sign.x + 2, sign.y);
    robot.click("acme-zoe");
    robot.sees("[acme-zoe");
    // Another partner begins anew only where nothing of one's own was typed.
    robot.click("acme: ACME");
    robot.click("basel: Basel");
    robot.sees("[acme-zoe");
    robot.sees("usually is basel- and");
}

#[test]
fn another_client_id_is_allowed_with_advice_and_the_bare_prefix_refused() {
    let mut robot = creating();
    robot.choose("Partner", "ac");
    robot.choose("Security class", "u");
    robot.press("Ctrl-S");
    assert!(robot.is_focused("Client ID"), "{}", robot.screen());
    robot.fill("Client ID", "shipping");
    robot.sees("usually is acme- and the partner user's name");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", field::CLIENT_ID), ["shipping"]);
}

#[test]
fn advice_knows_the_partners_users() {
    let mut robot = creating();
    robot.choose("Partner", "ac");
    robot.fill("Client ID", "acme-jane");
    robot.sees("The client ID names a partner user.");
    robot.fill("Client ID", "acme-nobody");
    robot.sees_not("The client ID names a partner user.");
}

#[test]
fn empty_lifetimes_say_the_registrys_default() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.sees("Access token lifetime [ ] = default (12 hours)");
    robot.sees("Refresh token lifetime [ ] = default (30 days)");
    robot.fill("Access token lifetime", "-1");
    robot.sees("= never expires");
    robot.sees("An access token that never expires is good for whoever finds");
}

#[test]
fn a_new_client_has_a_secret_and_advice_says_so_only_where_it_has_none() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.sees("Secrets of this registry are kept so that they can be shown");
    robot.sees_not("The client has no secret");
}

/// Names of the clients on the screen, from the top.
fn rows(robot: &Robot) -> Vec<String> {
    let names = |line: &str| {
        let name: String = line.chars().skip(3).take("Client-00".len()).collect();
        name.starts_with("Client-").then_some(name)
    };
    robot.screen().lines().filter_map(names).collect()
}

/// What the service says the order is.
fn sorted(robot: &Robot, column: &'static Column, descending: bool) -> Vec<String> {
    let query = ListQuery {
        search: String::new(),
        filters: Vec::new(),
        sort: column,
        descending,
        page: PageAt::First,
        limit: None,
    };
    let page = robot.service().clients(&query).unwrap();
    page.rows.into_iter().map(|(_, record)| record.client.name).collect()
}

/// Ada before ten clients that differ in everything.
pub fn with_ten() -> Robot {
    let mut robot = Robot::signed_on();
    let mut service = robot.service_of(ADMIN, PASSWORD);
    service.add_partner("ACME Freight", "acme").unwrap();
    service.add_partner("Basel Water", "basel").unwrap();
    for n in 0..10_u32 {
        let mut draft = draft(&format!("Client-{:02}", (n * 7) % 10));
        let set = |draft: &mut Draft, field, text: String| draft.set(field, vec![text]);
        if n % 3 > 0 {
            set(&mut draft, field::PARTNER, if n % 3 == 1 { "acme" } else { "basel" }.to_owned());
        }
        set(&mut draft, field::CLIENT_ID, format!("id-{}", (n * 3) % 10));
        set(&mut draft, field::CONTACTS, format!("mail{}@example.com", (n * 9) % 10));
        set(&mut draft, field::SECURITY_CLASS, if n % 2 == 0 { "USER" } else { "ADMIN" }.to_owned());
        service.create_client(&draft, None).unwrap();
    }
    service.set_enabled(&["id-3".to_owned(), "id-8".to_owned()], false).unwrap();
    robot.press("F5");
    robot.sees("1–10 of 10");
    robot
}

#[test]
fn every_column_sorts_both_ways_by_its_header() {
    let mut robot = with_ten();
    robot.resize(260, 30);
    for column in COLUMNS.iter() {
        // It is sorted by name at first.
        let already = column.key == "name";
        for descending in [false, true] {
            if !already || descending {
                let header = (0..260).find(|x| robot.text_at(*x, 3).starts_with(column.title));
                robot.click_at(header.unwrap_or_else(|| panic!("{}\n{}", column.title, robot.screen())), 3);
            }
            assert_eq!(rows(&robot), sorted(&robot, column, descending), "{} {descending}", column.key);
        }
    }
}

#[test]
fn every_column_sorts_both_ways_by_key_and_is_seen_while_it_does() {
    let mut robot = with_ten();
    for column in COLUMNS.iter() {
        for (descending, arrow) in [(false, "↑"), (true, "↓")] {
            if descending {
                robot.press("O");
            }
            assert_eq!(rows(&robot), sorted(&robot, column, descending), "{} {descending}", column.key);
            let header = robot.screen().lines().nth(3).unwrap().to_owned();
            let (before, _) = header.split_once(arrow).unwrap_or_else(|| panic!("{}: {header}", column.key));
            assert!(before.trim_end().ends_with(column.title), "{}: {header}", column.key);
        }
        robot.press("o");
    }
}

#[test]
fn every_column_sorts_both_ways_by_its_header_whatever_the_width() {
    let mut robot = with_ten();
    for size in [(80, 24), (140, 40), (200, 50)] {
        robot.press("1");
        robot.resize(size.0, size.1);
        let mut sorted_by = Vec::new();
        while sorted_by.len() < COLUMNS.len() {
            let columns = COLUMNS.iter().filter(|column| !sorted_by.contains(&column.key));
            let header =
                |column: &&Column| (3..size.0).find(|x| robot.text_at(*x, 3).starts_with(column.title));
            let seen = columns.filter_map(|column| Some((column, header(&column)?))).collect::<Vec<_>>();
            for (column, x) in seen {
                robot.click_at(x, 3);
                let arrow = robot.text_at(x, 3)[column.title.len()..].trim_start().chars().next();
                let descending = arrow == Some('↓');
                assert!(descending || arrow == Some('↑'), "{}: {arrow:?}", column.key);
                assert_eq!(rows(&robot), sorted(&robot, column, descending), "{}", column.key);
                robot.click_at(x, 3);
                assert_eq!(rows(&robot), sorted(&robot, column, !descending), "{}", column.key);
                assert!(robot.text_at(x, 3).starts_with(column.title), "it stays under the mouse");
                sorted_by.push(column.key);
            }
            if sorted_by.len() < COLUMNS.len() {
                let columns = robot.find("Columns ").unwrap_or_else(|| panic!("{}", robot.screen()));
                robot.click_at(columns.x + 13, columns.y);
            }
        }
        while robot.shows("[<] Columns") {
            robot.click("[<] Columns");
        }
    }
}

#[test]
fn the_mouse_alone_turns_pages() {
    let mut robot = with_ten();
    let mut service = robot.service_of(ADMIN, PASSWORD);
    for n in 10..50 {
        service.create_client(&draft(&format!("Client-{n}")), None).unwrap();
    }
    robot.press("F5");
    robot.sees("1–17 of 50  (<<) (<) [>] [>>]");
    robot.click("[>] [>>]");
    robot.sees("18–34 of 50  [<<] [<] [>] [>>]");
    robot.click("[>>]");
    robot.sees("34–50 of 50  [<<] [<] (>) (>>)");
    robot.click("[<] (>)");
    robot.sees("17–33 of 50");
    robot.click("[<<]");
    robot.sees("1–17 of 50");
    // Whatever leads to the last page, it is the same one.
    for keys in ["End", "PgDn PgDn PgDn", "O"] {
        robot.press("Home");
        robot.press(keys);
        robot.sees("34–50 of 50");
    }
    // The cursor goes on by one row, wherever pages begin.
    robot.press("O Home PgDn PgDn PgUp PgUp");
    robot.sees("1–17 of 50");
    robot.press("PgDn");
    for _ in 0..17 {
        robot.press("Down");
    }
    robot.sees("34–50 of 50");
    assert!(robot.at_cursor().contains("Client-34"), "{}", robot.screen());
    robot.press("/");
    robot.write("client-");
    robot.click("[>] [>>]");
    robot.sees("Search: client-");
    robot.sees("18–34 of 50");
}

#[test]
fn the_list_is_searched_and_paged() {
    let mut robot = with_ten();
    robot.resize(80, 12);
    robot.sees("1–6 of 10");
    robot.press("PgDn");
    robot.sees("5–10 of 10");
    robot.press("Home");
    robot.sees("1–6 of 10");
    robot.press("End");
    assert!(robot.at_cursor().starts_with(">  Client-09"), "{}", robot.screen());
    for (search, count) in [("client- acme", 3), ("partner:basel", 3), ("ID-8", 1), ("class:admin acme", 2)] {
        robot.press("/ Ctrl-U");
        robot.write(search);
        robot.press("Enter");
        robot.sees(&format!("of {count}"));
    }
    robot.press("Esc");
    robot.sees("of 10");
}

#[test]
fn the_client_id_opens_the_form_and_the_cross_deletes() {
    let mut robot = with_ten();
    robot.click("id-8");
    robot.sees("Update OAuth2 Client");
    robot.sees("(disabled)");
    robot.press("Esc");
    robot.click("[x]");
    robot.sees("revokes access for every user of this client");
    robot.write("Client-09");
    robot.press("Enter");
    robot.sees("Deleted \"Client-09\". It can't sign in any more.");
    robot.sees("of 9");
}

#[test]
fn who_may_change_depends_on_the_role() {
    let robot = with_ten();
    robot.employ("ann", Role::Auditor);
    let mut ann = robot.terminal();
    ann.sign_on_as("ann", OWN);
    ann.sees("of 10");
    for keys in ["c", "d", "x", "n", "y", "r"] {
        ann.press(keys);
        ann.sees("Your role is auditor: it may not");
    }
    ann.click("(x)");
    ann.sees("Your role is auditor: it may not");
    // Before anything is typed: what may not be pressed looks so, and the form is only read.
    for button in ["( Create )", "[ Update ]", "( Delete )"] {
        ann.sees(button);
    }
    ann.press("u");
    ann.sees("OAuth2 Client, read-only: Client-09");
    ann.sees("Your role is auditor: it may not update clients. Ask somebody with the role operator.");
    ann.sees("( Copy Client Credentials )");
    ann.focus("E-mail");
    ann.write("x");
    ann.sees("This can only be read.");
    ann.press("Ctrl-S");
    ann.sees("Your role is auditor: it may not update clients.");
    ann.press("Esc");
    ann.sees("of 10");
    for keys in ["2 u", "3 u", "4 u"] {
        ann.press(keys);
        ann.sees("Your role is auditor: it may not");
        ann.sees("( Save )");
        ann.press("Esc");
    }
}

#[test]
fn the_profile_of_the_page_recommends_password_and_refresh_token() {
    let mut robot = creating();
    robot.choose("Profile", "aud");
    robot.choose("Security class", "u");
    robot.fill("E-mail", "ops@example.com");
    robot.focus("Scopes");
    robot.press("Space");
    robot.fill("Access token lifetime", "-1");
    robot.sees("= never expires");
    robot.fill("Refresh token lifetime", "45d");
    robot.sees("= 45 days");
    robot.press("Ctrl-S");
    robot.sees("Created \"ABC Shipping\".");
    let stored = |name| robot.stored("ABC Shipping", name);
    assert_eq!(stored(field::GRANT_TYPES), ["password", "refresh_token"]);
    assert_eq!(stored(field::SCOPE), ["read"], "read without write");
    assert_eq!(stored(field::CONTACTS), ["ops@example.com"]);
    assert_eq!(
        (stored("access_token_ttl"), stored("refresh_token_ttl")),
        (vec!["-1".into()], vec!["3888000".into()])
    );
}

#[test]
fn what_the_page_refuses_is_refused_with_all_problems_at_once() {
    let mut robot = creating();
    robot.choose("Security class", "u");
    robot.fill("E-mail", "a@example.com, b@example.com");
    robot.fill("Access token lifetime", "0");
    robot.fill("Refresh token lifetime", "-1");
    robot.resize(200, 60);
    robot.press("Ctrl-S");
    assert!(robot.is_focused("E-mail"), "{}", robot.screen());
    let wrong = robot.screen().lines().filter(|line| line.contains(" !")).count();
    assert!(wrong >= 3, "all at once:\n{}", robot.screen());
    robot.fill("E-mail", "a@example.com");
    robot.fill("Access token lifetime", "");
    robot.fill("Refresh token lifetime", "");
    robot.press("Ctrl-S");
    robot.sees("Created \"ABC Shipping\".");
}

#[test]
fn redirect_uris_wait_for_their_grants_and_take_a_comma_separated_list() {
    let mut robot = creating();
    robot.resize(200, 50);
    robot.choose("Security class", "u");
    robot.sees("- Only the grants authorization_code and implicit");
    robot.click("[ ] Implicit");
    robot.sees_not("- Only the grants");
    robot.focus("Redirect URIs");
    robot.write("https://a.example/x,https://b.example/y?list=1,2");
    robot.press("Ctrl-S");
    robot.sees("Created \"ABC Shipping\".");
    let stored = robot.stored("ABC Shipping", field::REDIRECT_URIS);
    assert_eq!(stored, ["https://a.example/x", "https://b.example/y?list=1,2"]);
    // When the last grant that redirects goes, they are kept and greyed.
    robot.press("u");
    robot.click("[x] Implicit");
    robot.click("[ ] Password");
    robot.press("Ctrl-S");
    assert_eq!(robot.stored("ABC Shipping", field::REDIRECT_URIS).len(), 2);
}
