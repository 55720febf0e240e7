//! The fingerprints of two machines side by side.

use std::collections::BTreeMap;

use crate::core::name::EnvName;
use crate::core::report::entry::KeyKind;
use crate::core::report::fingerprint::Fingerprint;

/// How a fingerprint here and one of another machine compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Both are there and agree, or the key is set on neither side.
    Same,
    /// Both are there and do not agree.
    Differs,
    /// Only this machine has the key set.
    OnlyHere,
    /// Only the other machine has the key set.
    OnlyThere,
    /// One is withheld, or they were not made the same way.
    NotComparable,
}

impl Verdict {
    /// The word for it in JSON; tables have blanks in place of its dashes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::OnlyHere => "only-here",
            Self::OnlyThere => "only-there",
            Self::NotComparable => "not-comparable",
        }
    }
}

/// One key on another machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteKey {
    /// Its fingerprint; none where it is not set.
    pub fingerprint: Option<Fingerprint>,
    /// The kind that its value was judged by, if this version judges in the same way.
    pub judged: Option<KeyKind>,
}

/// The keys of another machine.
pub type RemoteKeys = BTreeMap<EnvName, RemoteKey>;

/// One key here and on another machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub key: EnvName,
    pub verdict: Verdict,
    pub here: Option<Fingerprint>,
    pub there: Option<Fingerprint>,
}

impl Compared {
    pub fn new(key: EnvName, here: Option<Fingerprint>, there: Option<Fingerprint>) -> Self {
        let verdict = match (&here, &there) {
            (None, None) => Verdict::Same,
            (Some(_), None) => Verdict::OnlyHere,
            (None, Some(_)) => Verdict::OnlyThere,
            (Some(one), Some(other)) if !one.is_comparable(other) => Verdict::NotComparable,
            (Some(one), Some(other)) if one == other => Verdict::Same,
            (Some(_), Some(_)) => Verdict::Differs,
        };
        Self {
            key,
            verdict,
            here,
            there,
        }
    }

    /// For two sides that judge weakness by the same rule: then a weak value and a
    /// strong one are two values.
    pub fn judged_alike(mut self) -> Self {
        let is_plain = |side: &Option<_>| matches!(side, Some(Fingerprint::Plain(_)));
        if self.verdict == Verdict::NotComparable && is_plain(&self.here) != is_plain(&self.there) {
            self.verdict = Verdict::Differs;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_fingerprints_made_the_same_way_are_compared() {
        let plain = |digits: &str| Some(Fingerprint::Plain(format!("sha256:{digits}")));
        let keyed = |text: &str| Some(Fingerprint::Keyed(format!("hmac:{text}")));
        let case = |here: Option<Fingerprint>, there: Option<Fingerprint>, expected: Verdict| {
            let key = EnvName::new("API_KEY").unwrap();
            assert_eq!(
                Compared::new(key.clone(), here.clone(), there.clone()).verdict,
                expected,
                "{here:?} {there:?}"
            );
        };
        case(plain("9d1e92fc"), plain("9d1e92fc"), Verdict::Same);
        case(plain("9d1e92fc"), plain("6727d53b"), Verdict::Differs);
        case(plain("9d1e92fc"), None, Verdict::OnlyHere);
        case(None, plain("9d1e92fc"), Verdict::OnlyThere);
        case(None, None, Verdict::Same);
        case(
            keyed("5e4c5fb0@0424"),
            keyed("5e4c5fb0@0424"),
            Verdict::Same,
        );
        case(
            keyed("5e4c5fb0@0424"),
            keyed("5e4c5fb1@0424"),
            Verdict::Differs,
        );
        let other_key = keyed("5e4c5fb0@0425");
        case(keyed("5e4c5fb0@0424"), other_key, Verdict::NotComparable);
        case(
            plain("5e4c5fb0"),
            keyed("5e4c5fb0@0424"),
            Verdict::NotComparable,
        );
        let withheld = Some(Fingerprint::Withheld);
        case(withheld.clone(), withheld, Verdict::NotComparable);
    }

    #[test]
    fn a_weak_value_and_a_strong_one_differ_where_one_rule_judged_both() {
        let key = EnvName::new("API_KEY").unwrap();
        let plain = || Some(Fingerprint::Plain("sha256:9d1e92fc".to_owned()));
        let keyed = |id: &str| Some(Fingerprint::Keyed(format!("hmac:5e4c5fb0@{id}")));
        let withheld = || Some(Fingerprint::Withheld);
        let case = |here, there| {
            Compared::new(key.clone(), here, there)
                .judged_alike()
                .verdict
        };
        for weak in [withheld(), keyed("0424")] {
            assert_eq!(case(plain(), weak.clone()), Verdict::Differs);
            assert_eq!(case(weak, plain()), Verdict::Differs);
        }
        assert_eq!(case(withheld(), withheld()), Verdict::NotComparable);
        assert_eq!(case(withheld(), keyed("0424")), Verdict::NotComparable);
        assert_eq!(case(keyed("0425"), keyed("0424")), Verdict::NotComparable);
        assert_eq!(case(plain(), plain()), Verdict::Same);
    }
}
