use crate::desk::{Duty, Navigator};
use crate::model::{Address, Channel, Private};

fn navigator(id: &str, name: &str) -> Navigator {
    Navigator { address: Address::new(Channel::Matrix, id), name: Private::from(name) }
}

#[test]
fn a_colleague_is_found_by_name_or_id() {
    let roster = vec![navigator("@anna:localhost", "Anna Müller"), navigator("@bernd:localhost", "Bernd")];
    let duty = Duty { roster, ..Duty::default() };
    let found = |who: &str| -> Vec<&str> {
        duty.find(who).into_iter().map(|navigator| navigator.name.reveal().as_str()).collect()
    };
    for who in ["@bernd:localhost", "@bernd", "bernd", "Bernd", " BERND "] {
        assert_eq!(found(who), ["Bernd"], "{who}");
    }
    assert_eq!(found("anna mueller"), ["Anna Müller"]);
    for who in ["", "@", "localhost", "ber", "bernd anna"] {
        assert_eq!(found(who), Vec::<&str>::new(), "{who}");
    }
}

#[test]
fn two_of_one_name_are_both_found() {
    let roster = vec![navigator("@anna:localhost", "Anna"), navigator("@anna:elsewhere", "Anna")];
    assert_eq!(Duty { roster, ..Duty::default() }.find("anna").len(), 2);
}
