//! The layers of a run in their order, and the two that are not files.

use crate::core::binding::{Bindings, Provenance};
use crate::core::read::ReadError;
use crate::core::secret::SecretValue;
use crate::env::layers::sources::{Loaded, Sources, UnreadableFiles};
use crate::env::layers::wrong_file::KnownFiles;
use crate::schema::model::Precedence;

impl Sources<'_> {
    /// Reads the layers, low to high.
    pub(crate) fn load(&self) -> Result<Loaded, UnreadableFiles> {
        let mut loaded = Loaded {
            bindings: Bindings::with_capacity(self.schema.rules.len()),
            problems: Vec::new(),
            texts: Vec::new(),
            withholds: false,
        };
        let files = self.read_env_files(&mut loaded);
        // The program's own loader would bring the secrets of these files back.
        loaded.withholds = loaded.texts.iter().any(|text| text.without_secrets);
        self.bind_defaults(&mut loaded);
        self.bind_fakes(&mut loaded);
        if self.precedence == Precedence::FilesFirst {
            self.bind_host(&mut loaded);
        }
        let readings = self.read_texts(&loaded.texts);
        let known = KnownFiles::of(self, &readings);
        for reading in readings {
            self.bind_env_file(reading, &known, &mut loaded);
        }
        self.bind_secret_files(&known, &mut loaded);
        if self.precedence == Precedence::HostFirst {
            self.bind_host(&mut loaded);
        }
        self.refuse_layers(&mut loaded);
        if files.is_empty() {
            return Ok(loaded);
        }
        // A word that was typed in place of a path may be one of the values.
        let layers = loaded.bindings.iter();
        let secrets = layers.filter(|layer| self.schema.is_secret(&layer.key));
        let secrets: Vec<&SecretValue> = secrets.map(|layer| &layer.value).collect();
        let without = |error: ReadError| ReadError {
            path: error.path.without(secrets.iter().copied()),
            ..error
        };
        let files = files.into_iter().map(without).collect();
        let problems = loaded.problems;
        Err(UnreadableFiles { files, problems })
    }

    fn bind_defaults(&self, loaded: &mut Loaded) {
        for rule in self.rules() {
            if let Some(value) = &rule.default {
                loaded.bind(rule, &rule.name, value.duplicate(), Provenance::Default);
            }
        }
    }

    /// The host's variables: a key's own name above its aliases.
    fn bind_host(&self, loaded: &mut Loaded) {
        // The environment of a process cannot hold a NUL.
        let value = |name| SecretValue::new(self.host.bytes(name)?).ok();
        for rule in self.rules() {
            for name in rule.aliases.iter().rev().chain([&rule.name]) {
                if let Some(value) = value(name) {
                    loaded.bind(rule, name, value, Provenance::Host);
                }
            }
        }
        for (name, _) in self.refused() {
            let refusal = value(name).and_then(|value| self.refusal(name, &value));
            loaded.problems.extend(refusal);
        }
    }
}
