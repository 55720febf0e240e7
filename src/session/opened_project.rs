//! The stages that every command begins with: open the project, read the
//! schema, choose the keys, read the layers, judge them.

use std::path::Path;

use crate::core::message::Place;
use crate::core::name::EnvName;
use crate::core::report::{Problem, Report};
use crate::core::secret::SecretValue;
use crate::env::child_env::ChildInputs;
use crate::env::fingerprint_key;
use crate::env::fingerprints::{Fingerprinter, Policy};
use crate::env::host::{self, Host};
use crate::env::layers::{EnvText, Loaded, SECRETS_FOLDER, Sources};
use crate::env::plan::{self, PlannedFile};
use crate::env::resolve::{Judge, Validated, resolve};
use crate::env::selection::{Reach, Selection};
use crate::error::Error;
use crate::schema::model::{Presence, Schema};
use crate::session::context::Context;
use crate::session::options::{DefaultScope, Options};
use crate::session::project;
use crate::session::schema_files::{Project, SchemaFile};
use crate::session::trust::{self, Audience};
use crate::session::verbose;

/// An opened project with the keys that a command is about.
pub(crate) struct Session<'a> {
    /// The rules, scopes and profiles.
    pub(crate) schema: Schema,
    /// The keys of this run.
    pub(crate) selection: Selection,
    host: &'a Host,
    options: &'a Options,
    project: Project,
    files: Vec<PlannedFile>,
}

/// The result of judging every rule of a run.
pub(crate) struct Outcome {
    /// The values, when every rule passed.
    pub(crate) values: Option<Validated>,
    /// Values that a later statement of the same env file replaced.
    pub(crate) superseded: Vec<(EnvName, SecretValue)>,
    /// The report, in either case.
    pub(crate) report: Report,
    /// The env files' texts, for the lint.
    pub(crate) texts: Vec<EnvText>,
    /// Whether an env file sets a key that the run does not pass on.
    pub(crate) withholds: bool,
}

impl<'a> Session<'a> {
    /// Opens the project and chooses the keys.
    pub(crate) fn open(context: &'a Context<'a>, scope: DefaultScope) -> Result<Self, Error> {
        let Context { options, host, .. } = context;
        let project = project::open(options.schema.as_deref(), host)?;
        for file in &project.files {
            tracing::info!(schema = file.shown.as_str(), "reading the schema");
        }
        let schema = project.parse()?;
        let selection = Selection::new(&schema, &options.wanted(&schema, scope))?;
        let files = plan::env_files(
            &schema,
            &project.root,
            selection.profile.as_ref(),
            &options.env_files,
        );
        Ok(Self {
            schema,
            selection,
            host,
            options,
            project,
            files,
        })
    }

    /// Reads the layers and judges them.
    pub(crate) fn resolve(&self, fingerprinter: &Fingerprinter) -> Result<Outcome, Error> {
        Ok(self.judge(self.load()?, fingerprinter))
    }

    /// Judges layers that are read.
    pub(crate) fn judge(&self, loaded: Loaded, fingerprinter: &Fingerprinter) -> Outcome {
        let Loaded {
            bindings,
            mut problems,
            texts,
            withholds,
        } = loaded;
        let earlier = bindings.superseded().iter();
        let superseded = earlier.map(|(key, value)| (key.clone(), value.duplicate()));
        let superseded = superseded.collect();
        problems.extend(self.schema.warnings.iter().cloned());
        let judge = Judge {
            schema: &self.schema,
            selection: &self.selection,
            files: &self.files,
            fingerprinter,
            disk: &host::path_kind,
        };
        let (values, report) = match resolve(&judge, bindings, problems) {
            Ok((values, report)) => (Some(values), report),
            Err(report) => (None, report),
        };
        Outcome {
            values,
            superseded,
            report,
            texts,
            withholds,
        }
    }

    /// Reads every layer of every key, not validated.
    pub(crate) fn load(&self) -> Result<Loaded, Error> {
        self.load_from(&self.sources())
    }

    /// Reads every layer as without `fakes`: a command that looks for values wants the
    /// real ones.
    pub(crate) fn load_real(&self) -> Result<Loaded, Error> {
        self.load_from(&Sources {
            fakes: false,
            ..self.sources()
        })
    }

    /// The same, where an env file may be absent even if it is required.
    pub(crate) fn load_present(&self) -> Result<Loaded, Error> {
        let optional = |file: &PlannedFile| PlannedFile {
            presence: Presence::Optional,
            ..file.clone()
        };
        let files: Vec<PlannedFile> = self.files.iter().map(optional).collect();
        self.load_from(&Sources {
            fakes: false,
            files: &files,
            ..self.sources()
        })
    }

    fn load_from(&self, sources: &Sources<'_>) -> Result<Loaded, Error> {
        for file in &self.files {
            tracing::info!(file = file.shown.as_str(), "reading an env file");
        }
        let loaded = sources.load()?;
        verbose::layers(&self.files, &loaded);
        Ok(loaded)
    }

    /// Where the env files that can be read set a name.
    pub(crate) fn places_of(&self, name: &EnvName) -> Vec<Place> {
        let loaded = self.load();
        loaded.map_or_else(
            |_| Vec::new(),
            |loaded| self.sources().places_of(&loaded.texts, name),
        )
    }

    /// The env files of the run, there or not.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PlannedFile> {
        self.files.iter()
    }

    /// The schema as it is written, and what it extends.
    pub(crate) fn schema_files(&self) -> &[SchemaFile] {
        &self.project.files
    }

    /// The folder of the schema.
    pub(crate) fn root(&self) -> &Path {
        &self.project.root
    }

    /// Warnings about statements that other tools read differently.
    pub(crate) fn lint(&self, texts: &[EnvText]) -> Vec<Problem> {
        self.sources().lint(texts)
    }

    /// What scopes get through references in the env files, if the report is about every
    /// key.
    pub(crate) fn scope_references(&self, texts: &[EnvText]) -> Vec<Problem> {
        match self.selection.reach {
            Reach::Everything => self.sources().scope_references(texts),
            Reach::Narrowed => Vec::new(),
        }
    }

    /// Who else can change or read the project's files.
    pub(crate) fn open_to_others(&self, texts: &[EnvText], audience: Audience) -> Vec<Problem> {
        trust::open_to_others(&self.project.files, texts, audience)
    }

    pub(crate) fn child_inputs(&self, withholds: bool) -> ChildInputs<'_> {
        ChildInputs {
            host: &self.host.env,
            schema: &self.schema,
            selection: &self.selection,
            withholds,
        }
    }

    /// A fingerprinter with the existing key, if any. A problem with the key is only a
    /// warning: without a key there are no keyed fingerprints.
    pub(crate) fn fingerprinter(&self, policy: Policy) -> (Fingerprinter, Option<Problem>) {
        let (key, warning) = match policy {
            Policy::Guarded | Policy::Block => fingerprint_key::find_or_warn(&self.host.env),
            Policy::Exact | Policy::Silent => (None, None),
        };
        (
            Fingerprinter::new(policy, key, self.project_name()),
            warning,
        )
    }

    /// The project's name, which keyed fingerprints are bound to.
    pub(crate) fn project_name(&self) -> &str {
        self.schema
            .project
            .as_ref()
            .map_or("", |name| name.as_str())
    }

    fn sources(&self) -> Sources<'_> {
        Sources {
            schema: &self.schema,
            selection: &self.selection,
            host: &self.host.env,
            files: &self.files,
            root: &self.project.root,
            precedence: self.options.precedence(&self.schema),
            secrets_folder: Path::new(SECRETS_FOLDER),
            fakes: self.selection.makes_fakes(&self.schema),
        }
    }
}
