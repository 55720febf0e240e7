//! Values: escapes decoded, `${NAME}` and `${NAME:-default}` replaced.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

use crate::core::binding::{Borrowed, InChild};
use crate::core::name::EnvName;
use crate::core::report::KeyKind;
use crate::core::secret::SecretValue;
use crate::dotenv::lexer::Quote;
use crate::dotenv::piece::{Ambiguity, Piece, Reference, decode, pieces};
use crate::dotenv::statement::{
    Interpolation, MAX_VARIABLE_BYTES, Outside, ReadOptions, Statement, Taint,
};

/// The most bytes that all references of a file together may bring in. More
/// than this no process could be started with (Linux: `ARG_MAX`).
const MAX_REFERRED_BYTES: usize = 4 << 20;

/// The fault of a reference or of the value that it is part of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ValueFault {
    Ambiguous(Ambiguity),
    /// The name is set nowhere.
    Undefined(EnvName),
    /// The name is set in the host environment only, and not for the child.
    NotAllowed(EnvName),
    /// A setting takes this secret in.
    SettingFromSecret(EnvName),
    /// The variable has more than [`MAX_VARIABLE_BYTES`].
    TooLong,
    /// The references of the file bring in more than a process can hold.
    TooMuch,
}

/// The last statement of a key so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The line of its last statement.
    pub(super) line: usize,
    /// Which statement that is; `None` where it is broken.
    pub(super) statement: Option<usize>,
}

/// A value as read.
pub(super) struct Expansion {
    /// The value; `None` where it cannot be known.
    pub(super) value: Option<SecretValue>,
    /// Whether its references brought a secret in.
    pub(super) taint: Taint,
    /// A value that its references brought in and that the child does not get as such.
    pub(super) borrowed: Option<Borrowed>,
    /// The faults, and where they are in the value.
    pub(super) faults: Vec<(usize, ValueFault)>,
}

/// Replaces references, from what the file said so far and then from outside it.
pub(super) struct Expander<'s, 'h> {
    options: &'s ReadOptions<'h>,
    /// Its keys are few (`MAX_KEYS`), so nobody gains by making them collide.
    known: HashMap<EnvName, Known, BuildHasherDefault<DefaultHasher>>,
    /// How many bytes references may still bring in.
    budget: usize,
}

impl<'s, 'h> Expander<'s, 'h> {
    /// An expander without keys, with capacity for this many.
    pub(super) fn new(options: &'s ReadOptions<'h>, keys: usize) -> Self {
        Self {
            options,
            known: HashMap::with_capacity_and_hasher(keys, BuildHasherDefault::default()),
            budget: MAX_REFERRED_BYTES,
        }
    }

    /// Notes what the file says of a key, and gives what it said before.
    pub(super) fn record(&mut self, name: &EnvName, known: Known) -> Option<Known> {
        self.known.insert(name.clone(), known)
    }

    /// How many different keys there are.
    pub(super) fn keys(&self) -> usize {
        self.known.len()
    }

    /// Reads the value of a key.
    pub(super) fn expand(
        &mut self,
        name: &EnvName,
        raw: &str,
        quote: Quote,
        statements: &[Statement],
    ) -> Expansion {
        let mut value = Value::new(name, raw.len());
        match self.options.interpolation {
            Interpolation::Off => value.text(raw, quote),
            Interpolation::Braces => {
                for piece in pieces(raw, quote) {
                    match piece {
                        Piece::Text(text) => value.text(text, quote),
                        Piece::Ambiguous(at, why) => value.fault(at, ValueFault::Ambiguous(why)),
                        Piece::Reference(reference) => {
                            self.refer(&mut value, name, &reference, quote, statements);
                        }
                    }
                    if value.is_full() {
                        break;
                    }
                }
            }
        }
        value.finish()
    }

    fn refer(
        &mut self,
        value: &mut Value,
        key: &EnvName,
        reference: &Reference<'_>,
        quote: Quote,
        statements: &[Statement],
    ) {
        let (at, name) = (reference.at, &reference.name);
        match (self.look_up(name, statements), reference.default) {
            (Lookup::Value(bytes, statement), _) => {
                let Some(left) = self.budget.checked_sub(bytes.len()) else {
                    return value.fault(at, ValueFault::TooMuch);
                };
                if self.taint(name, statement) == Taint::Secret {
                    value.taint = Taint::Secret;
                    if (self.options.kind)(key) == Some(KeyKind::Setting) {
                        value.fault(at, ValueFault::SettingFromSecret(name.clone()));
                    }
                }
                value.borrow(name, (self.options.in_child)(name, bytes), statement);
                value.bytes(bytes);
                self.budget = left;
            }
            (Lookup::Nothing, Some(default)) => value.text(default, quote),
            (Lookup::Nothing, None) => value.fault(at, ValueFault::Undefined(name.clone())),
            (Lookup::NotAllowed, _) => value.fault(at, ValueFault::NotAllowed(name.clone())),
            // Its own statement was already refused; the consequences are not reported
            // again.
            (Lookup::Broken, _) => value.broken = true,
        }
    }

    fn look_up<'v>(&self, name: &EnvName, statements: &'v [Statement]) -> Lookup<'v>
    where
        'h: 'v,
    {
        if let Some(known) = self.known.get(name) {
            return match known.statement {
                Some(statement) => Lookup::of(&statements[statement]),
                None => Lookup::Broken,
            };
        }
        match (self.options.outside)(name) {
            Outside::Host(bytes) => Lookup::Value(bytes, None),
            Outside::Earlier(statement) => Lookup::of(statement),
            Outside::Broken => Lookup::Broken,
            Outside::NotAllowed => Lookup::NotAllowed,
            Outside::Unset => Lookup::Nothing,
        }
    }

    /// The taint of a key with that of what its value refers to. Asked when
    /// the key is referred to, as most are not.
    fn taint(&self, name: &EnvName, statement: Option<&Statement>) -> Taint {
        match (self.options.kind)(name) {
            Some(KeyKind::Secret) => Taint::Secret,
            _ => statement.map_or(Taint::Clean, |statement| statement.taint),
        }
    }
}

/// The value that a name in a reference stands for.
enum Lookup<'v> {
    /// A value, and the statement that has it; `None` for the host's.
    Value(&'v [u8], Option<&'v Statement>),
    /// A key of an env file that could not be read.
    Broken,
    /// A host variable that is not for the child.
    NotAllowed,
    Nothing,
}

impl<'v> Lookup<'v> {
    fn of(statement: &'v Statement) -> Self {
        Self::Value(statement.value.expose(), Some(statement))
    }
}

/// A value while it is put together. It never grows past its room.
struct Value {
    bytes: Vec<u8>,
    room: usize,
    taint: Taint,
    borrowed: Option<Borrowed>,
    /// Whether the value cannot be known because of an earlier refusal.
    broken: bool,
    faults: Vec<(usize, ValueFault)>,
}

impl Value {
    fn new(name: &EnvName, length: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(length),
            room: MAX_VARIABLE_BYTES.saturating_sub(name.as_str().len() + 2),
            taint: Taint::Clean,
            borrowed: None,
            broken: false,
            faults: Vec::new(),
        }
    }

    fn text(&mut self, text: &str, quote: Quote) {
        decode(&mut self.bytes, text, quote);
        self.check_room();
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.check_room();
    }

    /// Notes what a reference brings in, with what the statement brought in that it
    /// refers to. Only the worst is kept: one is enough to act on.
    fn borrow(&mut self, name: &EnvName, in_child: InChild, statement: Option<&Statement>) {
        let own = Borrowed {
            name: name.clone(),
            in_child,
        };
        let within = statement.and_then(|statement| statement.borrowed.clone());
        for other in [Some(own), within].into_iter().flatten() {
            let before = self.borrowed.as_ref();
            if other.in_child > before.map_or(InChild::ThisValue, |it| it.in_child) {
                self.borrowed = Some(other);
            }
        }
    }

    fn check_room(&mut self) {
        if self.bytes.len() > self.room {
            self.fault(0, ValueFault::TooLong);
        }
    }

    fn fault(&mut self, at: usize, fault: ValueFault) {
        self.faults.push((at, fault));
    }

    /// Whether to stop here.
    fn is_full(&self) -> bool {
        let last = self.faults.last().map(|(_, fault)| fault);
        matches!(last, Some(ValueFault::TooLong | ValueFault::TooMuch))
    }

    fn finish(self) -> Expansion {
        let known = self.faults.is_empty() && !self.broken;
        Expansion {
            // A NUL of the file was refused before, and a host variable has none.
            value: known.then(|| SecretValue::new(self.bytes).ok()).flatten(),
            taint: self.taint,
            borrowed: self.borrowed,
            faults: self.faults,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::core::report::KeyKind;
    use crate::dotenv::trial::Trial;

    #[track_caller]
    fn reads(trial: &Trial, expected: &str) {
        assert_eq!(trial.problems(), [""; 0]);
        assert_eq!(trial.statements(), expected);
    }

    #[test]
    fn earlier_keys_come_before_the_host() {
        let file = "A=${H}\nH=file\nB=${H}\nH=\nC=\"${H:-x}${N:-y}\"";
        let trial = Trial::new(file).host("H", "host");
        assert_eq!(trial.statements(), "A=host|H=file|B=file|H=|C=y");
        let again = Trial::new("A=1\nA=${A}2\nA=${A}3${O\n");
        assert_eq!(again.statements(), "A=1|A=12|A=123${O");
        reads(
            &Trial::new("A=${N:-a\\nb}\nB=\"${N:-a\\nb}\""),
            "A=a\\nb|B=a\nb",
        );
    }

    #[test]
    fn a_reference_to_nothing_is_refused() {
        let trial = Trial::new("A=x${N}\nB=${A}\nC=\"${W}${W:-d}\"").withheld("W");
        assert_eq!(trial.statements(), "");
        assert_eq!(
            trial.problems(),
            [
                "1:4 dotenv.undefined-reference A",
                "3:4 dotenv.reference-not-allowed C",
                "3:8 dotenv.reference-not-allowed C",
            ]
        );
    }

    #[test]
    fn off_makes_every_dollar_text() {
        let file = "A='${N}'\nB=${N:-x}$Y\nC=\"\\${A}\\n\"";
        reads(&Trial::new(file).off(), "A=${N}|B=${N:-x}$Y|C=\\${A}\n");
    }

    #[test]
    fn a_setting_takes_no_secret_in() {
        let trial = |file: &str| {
            Trial::new(file)
                .declare("KEY", KeyKind::Secret)
                .declare("PLAIN", KeyKind::Setting)
                .host("KEY", "test-not-a-real-key")
        };
        let refused = ["2:7 dotenv.setting-from-secret PLAIN"];
        assert_eq!(trial("B=x${KEY}\nPLAIN=${B}").problems(), refused);
        assert_eq!(trial("KEY=1\nPLAIN=${KEY}").problems(), refused);
        reads(&trial("B=1\nPLAIN=${B}\nKEY=${PLAIN}"), "B=1|PLAIN=1|KEY=1");
    }

    #[test]
    fn references_cannot_multiply_without_end() {
        let mut file = String::from("A=0123456789\n");
        file.push_str(&"A=${A}${A}\n".repeat(30));
        assert_eq!(
            Trial::new(&file).problems().len(),
            13 + 1,
            "doubled to 80 KiB, each a duplicate"
        );
        assert_eq!(
            Trial::new(&file).problems().last().unwrap(),
            "15:3 too-long A"
        );
        let mut wide = format!("A={}\n", "x".repeat(100_000));
        for at in 0..100 {
            wide.extend(["B", &at.to_string(), "=${A}\n"]);
        }
        let problems = Trial::new(&wide).problems();
        assert_eq!(problems.first().unwrap(), "43:5 too-long B41");
    }
}
