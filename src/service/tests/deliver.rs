//! Credentials for somebody else: to whom they are sealed, and what the log says of the way.

use super::*;
use crate::domain::Delivery;
use crate::service::{Error, Parcel, Shipment, recipients};

const KEY: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
const OTHER: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

fn keys(texts: &[&str]) -> Result<usize, Error> {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    recipients(&texts).map(|found| found.len())
}

#[test]
fn the_log_says_in_which_form_where_to_and_to_how_many_keys() {
    let mut bench = Bench::new();
    let issued = bench.create("ABC Shipping");
    let (id, secret) = (issued.record.client.client_id, issued.secret.unwrap());
    let mut deliver = |texts: &[&str], place: &str| {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let recipients = recipients(&texts).unwrap();
        let shipment =
            Shipment { form: Delivery::Raw, machine: None, recipients: &recipients, place, to: None };
        let parcel = bench.service.deliver(&id, &shipment).unwrap();
        let told = bench.service.ledger(&id).unwrap().pop().unwrap();
        assert_eq!(told.how, "delivered");
        (parcel, told.channel.unwrap())
    };
    let (open, channel) = deliver(&[], "file");
    assert!(matches!(open, Parcel::Open(text) if text.expose() == format!("{id}:{}", secret.expose())));
    assert_eq!(channel, "raw to file");
    for (texts, said) in [(&[KEY][..], ", sealed to a key"), (&[KEY, OTHER], ", sealed to 2 keys")] {
        let (sealed, channel) = deliver(texts, "standard output");
        assert!(
            matches!(sealed, Parcel::Sealed(text) if text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"))
        );
        assert_eq!(channel, format!("raw to standard output{said}"));
    }
}

#[test]
fn every_key_of_a_file_of_keys_is_read_and_its_comments_are_none() {
    let file = format!("# Operations\n\n  {KEY}\n#{OTHER}\n{OTHER}\n");
    assert_eq!(keys(&[&file]).unwrap(), 2);
    assert_eq!(keys(&[&file, KEY]).unwrap(), 3);
    assert!(matches!(keys(&[&file, "age1nonsense"]), Err(Error::Invalid(_))));
}

#[test]
fn what_was_to_be_sealed_is_never_left_open_for_want_of_a_key() {
    assert_eq!(keys(&[]).unwrap(), 0, "nobody asked for it");
    for empty in ["", "\n", "# none yet\n"] {
        assert!(matches!(keys(&[empty]), Err(Error::Usage(_))), "{empty:?}");
    }
}
