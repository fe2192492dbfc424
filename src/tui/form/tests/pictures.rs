//! Screens worth seeing: the same form at the sizes that people have.

use super::Robot;
use super::screen::client;
use crate::tui::form::Form;
use crate::tui::keys::Command;

/// The form with everything on it that a form can say.
fn talkative() -> Form {
    let mut form = client();
    form.describe_secret("secret", true, "generation 2, 12 days old");
    form.set_disabled("restrict", Some("It means nothing without a partner."));
    form.set_advice("scope", vec!["Give no more than is needed (RFC 9700 §2.3).".to_owned()]);
    form.set_errors([("name", "The name is empty. Type 1 to 100 characters.".to_owned())]);
    form.set_button_disabled(Command::CopyCredentials, Some("Save first."));
    form
}

#[test]
fn at_the_size_that_every_terminal_has() {
    let robot = Robot::new(talkative());
    insta::assert_snapshot!(robot.screen(), @r#"
    Identity
    >! Name                       [                                               ]
       Client ID                   8f3k2   (read-only)
       Client secret               ************   generation 2, 12 days old
       Security class             [                 ▼]

    Partner
       Partner                    [                                               ]
       Restrict to Partner Users  [ ] no   - It means nothing without a partner.

    Rights
       Scopes                     [ ] read   [ ] write
                                  Advice: Give no more than is needed (RFC 9700 …
       Redirect URIs              [                                               ]
                                  [                                               ]
       Require PKCE               [ ] no

    Tokens
       Access token lifetime      [                ]                               ↓

     [ Generate New Secret ]  ( Copy Client Credentials )  [ Save ]  [ Cancel ]
    ! The name is empty. Type 1 to 100 characters.
    "#);
}

#[test]
fn narrow() {
    let mut robot = Robot::new(talkative());
    robot.size = (36, 16);
    insta::assert_snapshot!(robot.screen(), @r#"
    Identity
    >! Name
       [                              ]
       Client ID
        8f3k2   (read-only)
       Client secret
        ************
       generation 2, 12 days old
       Security class
       [                 ▼]            ↓

     [ Generate New Secret ]
     ( Copy Client Credentials )
     [ Save ]  [ Cancel ]
    ! The name is empty. Type 1 to 100
    characters.
    "#);
}

#[test]
fn wide() {
    let mut robot = Robot::new(talkative());
    robot.size = (150, 18);
    robot.form.focus_button(Command::CopyCredentials);
    insta::assert_snapshot!(robot.screen(), @r#"
    Identity                                                                   Rights
     ! Name                      [                                          ]     Scopes                 [ ] read   [ ] write
                                 ! The name is empty. Type 1 to 100                                      Advice: Give no more than is needed (RFC 9700
                                 characters.                                                             §2.3).
       Client ID                  8f3k2   (read-only)                             Redirect URIs          [                                             ]
       Client secret              ************   generation 2, 12 days old                               [                                             ]
       Security class            [                 ▼]                             Require PKCE           [ ] no
    Partner                                                                    Tokens
       Partner                   [                                          ]     Access token lifetime  [                ]
       Restrict to Partner Use…  [ ] no   - It means nothing without a         Notes
                                          partner.                                Notes                  [                                             ]
                                                                                                         [                                             ]

     [ Generate New Secret ] >( Copy Client Credentials )  [ Save ]  [ Cancel ]

    Save first.
    "#);
}
