//! Which redirect URIs are taken, which are refused by which rule, and what is advised.

use proptest::prelude::*;

use super::*;

fn rules_of(uri: &str) -> Vec<&'static str> {
    match check(vec![uri.to_owned()]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| problem.rule).collect(),
    }
}

#[test]
fn complete_uris_are_taken_as_they_were_typed() {
    for uri in [
        "https://client.example/callback",
        "https://client.example",
        "https://client.example:8443/cb?tenant=1&x=%20a",
        "HTTPS://Client.Example/CB",
        "https://xn--bcher-kva.example/cb",
        "https://192.0.2.7/cb",
        "https://[2001:db8::1]:443/cb",
        "https://localhost.example.com/cb",
        "https://client.example/a,b;c=(d)!$&'+@:~_-.e",
        "https://client.example/...//a/.well-known/x..y",
        "https://client.example/?next=..",
        "http://127.0.0.1/cb",
        "http://127.0.0.1:51004/cb",
        "http://127.200.3.4/cb",
        "http://[::1]:8080/cb",
        "http://localhost/cb",
        "com.example.app:/oauth2/callback",
        "com.example.app:/",
        "io.identityserver.demo+x:/cb?x=1",
    ] {
        assert_eq!(rules_of(uri), [""; 0], "{uri}");
        assert_eq!(list(&[uri]), Ok(vec![uri.to_owned()]));
    }
}

#[test]
fn a_character_that_no_uri_has_is_told_with_what_to_type() {
    for (c, part) in [
        (" ", "has a blank."),
        ("\\", "has a backslash."),
        ("\u{1}", "has the control character"),
        ("\u{85}", "has the control character"),
        ("<", "has \"<\", which no URI may have. Type %3C."),
        ("é", "has \"é\" (U+00E9), which is not ASCII."),
    ] {
        let problem = &check(vec![format!("https://a.example/{c}x")]).unwrap_err()[0];
        assert!(problem.sentence.contains(part), "{c:?}: {problem}");
    }
}

/// Rule, and URIs that break it and no other.
const REFUSED: [(&str, &str); 9] = [
    ("L-41", "/callback //client.example/cb client.example/cb callback 127.0.0.1:80/cb ?a :"),
    ("L-42", "https://a.example/cb# https://a.example/cb#top com.example.app:/cb#x"),
    ("L-43", "https://*.example.com/cb https://a.example/* https://{tenant}.example/cb com.a.b:/*"),
    ("L-44", "http://client.example/cb http://10.0.0.1/cb HTTP://a.example/ http://0.0.0.0/cb"),
    (
        "L-47",
        "myapp:/cb myapp://cb com.example.app://cb com.example.app:cb com.example.app: com.example.app:///cb a..b:/cb
         a.:/cb urn:ietf:wg:oauth:2.0:oob mailto:a.b.example ftp://a.example/ wss://a.example/cb localhost:8080/cb
         client.example:8080/cb",
    ),
    (
        "L-48",
        "javascript:alert(1) JavaScript:alert(1) vbscript:x data:text/html,x blob:https://a.example/1 about:blank
         file:///etc/passwd",
    ),
    (
        "L-52",
        "https: https:/a.example/cb https:a.example https:// https:///cb https://:443/cb https://a.example:0/cb
         https://a.example:65536/cb https://a.example:/cb https://a.example:080/ https://a.example:8x/
         https://a.example:+80/ https://a.example\\cb https://bücher.example/ https://a.example/é https://a.example/%
         https://a.example/%4 https://a.example/%zz https://a.example/<x> https://a.example/\" https://a.example/a|b
         https://a.example/^ https://a.example/?a[]=1 https://a.example/[x] https://a..example/ https://xn--a/cb
         https://.example.com/cb https://a%2eexample/ https://[::1]x/cb https://a.example/\u{202e} https://\u{200b}",
    ),
    (
        "L-53",
        "https://user@a.example/cb https://u:p@a.example/ https://@a.example/ https://a.example/../cb
         https://a.example/./cb https://a.example/cb/.. https://a.example/%2e%2E/cb https://a.example/.%2e/
         https://a.example/x%2f..%2fy https://a.example/x%5c../y https://a.example/%252e%252e/cb com.a.b:/../x
         https://a.example/..;a=1/cb https://a.example/cb%00 https://a.example/?a=%0d%0a https://a.example/%7f
         https://a.example/%C2%9B",
    ),
    (
        "L-55",
        "http://localhost.example.com/cb http://127.0.0.1.example.com/ http://localhost./cb http://app.localhost/
         http://127.1/cb https://2130706433/ http://0x7f.1/ https://0177.0.0.1/ http://[0:0:0:0:0:0:0:1]/
         http://[::ffff:127.0.0.1]/ https://10.1/cb http://localhostile/cb",
    ),
];

#[test]
fn each_refusal_names_its_rule() {
    for (rule, uris) in REFUSED {
        for uri in uris.split_ascii_whitespace() {
            assert_eq!(rules_of(uri), [rule], "{uri:?}");
        }
    }
    assert_eq!(rules_of(""), ["L-41"]);
    for uri in
        ["https://a b.example/", "https://a.example/c d", "https://a.example/\t", "https://a.example/\u{1b}"]
    {
        assert_eq!(rules_of(uri), ["L-52"], "{uri:?}");
    }
}

#[test]
fn several_faults_of_one_uri_are_told_together() {
    assert_eq!(rules_of("http://u@a.example:0/../x#y"), ["L-42", "L-53", "L-53", "L-52", "L-44"]);
    assert_eq!(rules_of("https://*.a.example/ x"), ["L-43", "L-52"]);
}

#[test]
fn a_port_is_plain_digits() {
    for port in ["+80", "-1", "8x", "", "0", "080", "65536", "99999999999"] {
        let problem = check(vec![format!("https://a.example:{port}/cb")]).unwrap_err().remove(0);
        assert!(problem.sentence.contains("no valid port"), "{problem}");
    }
}

#[test]
fn a_refusal_quotes_the_uri_visibly_and_says_what_to_do() {
    let problem = check(vec!["https://a.example/\u{1b}[2J".to_owned()]).unwrap_err().remove(0);
    assert_eq!(
        problem.sentence,
        "\"https://a.example/\\u{1B}[2J\" has the control character \\u{1B}. Take it out."
    );
    assert_eq!((problem.field, problem.source), ("redirect_uris", "RFC 3986"));
}

#[test]
fn a_list_is_read_by_lines_and_by_commas_before_a_uri() {
    let (a, b, c) = ("https://a.example/1", "https://b.example/2", "com.example.app:/cb");
    for typed in [
        format!("{a}\n{b}\n{c}"),
        format!("  {a}\r\n\r\n\t{b} \r{c}\n"),
        format!("{a},{b},{c}"),
        format!("{a}, {b} ,{c}"),
        format!("{a},\n{b},\n\n{c}"),
    ] {
        assert_eq!(split(&typed), [a, b, c], "{typed:?}");
    }
    for one in ["https://a.example/x,y", "https://a.example/x,a:b", "https://a.example/,,/c"] {
        assert_eq!(split(one), [one]);
        assert_eq!(list(&[one]), Ok(vec![one.to_owned()]));
    }
    assert_eq!(split(" \n\r\n "), [""; 0]);
    assert_eq!(list(&[""]), Ok(Vec::new()));
}

/// Found by fuzzing: the comma at the end of one URI was lost where another stood in the line below.
#[test]
fn a_comma_at_the_end_is_refused_and_never_lost() {
    for typed in [
        "https://a.example/x,",
        "https://a.example/x,,https://b.example/y",
        "https://a.example/x,,\nhttps://b.example/y",
    ] {
        let problem = list(&[typed]).unwrap_err().remove(0);
        assert_eq!(
            problem.sentence,
            "\"https://a.example/x,\" ends with a comma. Take it out, or type %2C where it is meant."
        );
    }
}

#[test]
fn two_uris_with_only_a_blank_between_them_are_refused() {
    let problem = list(&["https://a.example/ https://b.example/"]).unwrap_err().remove(0);
    assert!(problem.sentence.contains("one URI a line"), "{problem}");
}

#[test]
fn the_same_uri_twice_is_refused_and_another_spelling_is_not() {
    let twice = list(&["https://a.example/\nhttps://b.example/\nhttps://a.example/"]).unwrap_err();
    assert_eq!(twice.iter().map(|problem| problem.rule).collect::<Vec<_>>(), ["L-54"]);
    assert!(list(&["https://a.example/\nhttps://A.example/\nhttps://a.example"]).is_ok());
}

#[test]
fn length_and_number_have_limits() {
    let long = |chars: usize| format!("https://a.example/{}", "x".repeat(chars - 18));
    assert!(list(&[long(2_048)]).is_ok());
    assert!(list(&[long(2_049)]).unwrap_err()[0].sentence.contains("2049 characters"));
    let many = |count: u32| (0..count).map(|it| format!("https://a.example/{it}")).collect::<Vec<_>>();
    assert!(check(many(100)).is_ok());
    assert!(check(many(101)).unwrap_err()[0].sentence.contains("101 redirect URIs"));
}

#[test]
fn advice_is_given_by_rule() {
    for (uri, rules) in [
        ("https://client.example/cb", &[][..]),
        ("https://client.example/", &[]),
        ("com.example.app:/cb", &[]),
        ("http://127.0.0.1:80/cb", &["L-46"]),
        ("http://[::1]/cb", &["L-46"]),
        ("http://localhost/cb", &["L-45", "L-46"]),
        ("https://localhost:3000/cb", &["L-45", "L-46"]),
        ("https://client.example", &["L-49"]),
        ("https://client.example?a=1", &["L-49"]),
        ("https://client.example/a,b", &["L-49"]),
        ("https://Client.example/cb", &["L-49"]),
        ("HTTPS://client.example/cb", &["L-49"]),
        ("Com.example.app:/cb", &["L-49"]),
        ("https://client.example/CB?X=Y", &[]),
        ("https://192.0.2.7/cb", &["L-51"]),
        ("https://[2001:db8::1]/cb", &["L-51"]),
        ("https://127.0.0.1/cb", &["L-46"]),
        ("https://client.example/cb?url=x", &["L-51"]),
        ("https://client.example/cb?a=1&NEXT=", &["L-51"]),
        ("https://client.example/cb?returnTo=x", &["L-51"]),
        ("https://client.example/cb?return-url", &["L-51"]),
        ("https://client.example/cb?curl=x&a=next", &[]),
        ("http://client.example", &[]),
        ("nonsense", &[]),
    ] {
        let given: Vec<_> = advice(uri).iter().map(|advice| advice.rule).collect();
        assert_eq!(given, rules, "{uri}");
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(typed in any::<String>()) {
        let items = split(&typed);
        prop_assert!(items.iter().all(|item| !item.is_empty() && typed.contains(item)));
        if let Ok(uris) = list(&[&typed]) {
            prop_assert_eq!(uris, items);
        }
    }

    #[test]
    fn what_is_taken_is_ascii_and_a_uri_to_others(
        uri in "(https?|com\\.ex|[a-z]{0,3})(:|:/|://)[a-z0-9.@:%*\\[\\]-]{0,12}[/?#a-z.%0-9,\\\\ ]{0,12}"
    ) {
        for advice in advice(&uri) {
            prop_assert_eq!(advice.field, "redirect_uris");
        }
        if rules_of(&uri).is_empty() {
            prop_assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
            let parsed = url::Url::parse(&uri).unwrap();
            prop_assert!(parsed.fragment().is_none() && parsed.username().is_empty());
            let loopback = match parsed.host() {
                Some(url::Host::Domain(name)) => name == "localhost",
                Some(url::Host::Ipv4(address)) => address.is_loopback(),
                Some(url::Host::Ipv6(address)) => address.is_loopback(),
                None => false,
            };
            prop_assert!(parsed.scheme() != "http" || loopback);
        }
    }

    #[test]
    fn a_list_of_plain_uris_is_read_the_same_however_it_is_separated(
        uris in proptest::collection::vec("https://[a-z]{1,8}\\.example/[a-z0-9]{0,8}", 1..6)
    ) {
        for separator in ["\n", ",", ", ", ",\r\n ", "\n\n"] {
            let typed = uris.join(separator);
            prop_assert_eq!(split(&typed), uris.clone());
        }
    }
}
