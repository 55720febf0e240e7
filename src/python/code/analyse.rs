//! All files of one tree, parsed and analysed together.

use std::panic;
use std::thread;

use ruff_python_ast::PySourceType;

use crate::python::code::module::Module;
use crate::python::code::tree::Tree;
use crate::python::code::{entry_points, visit};
use crate::python::model::{Analysis, SourceFile};
use crate::python::part::is_notebook;

/// The parser of expressions calls itself for each level of them. The stack
/// takes memory only as far as a file really goes.
const STACK_SIZE: usize = 1 << 30;

/// Analyses all files of one tree together, so that a class or function is
/// known in the files that import it.
pub(crate) fn analyse(files: &[SourceFile]) -> Analysis {
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_SIZE);
        let running = thread.spawn_scoped(scope, || analyse_here(files)).ok()?;
        Some(running.join())
    });
    match done {
        Some(Ok(analysis)) => analysis,
        Some(Err(panicked)) => panic::resume_unwind(panicked),
        // The system has no room for a large stack.
        None => analyse_here(files),
    }
}

fn analyse_here(files: &[SourceFile]) -> Analysis {
    let parsed: Vec<_> = files
        .iter()
        .map(|file| {
            let kind = if is_notebook(&file.path) {
                PySourceType::Ipynb
            } else {
                PySourceType::Python
            };
            ruff_python_parser::parse_unchecked_source(&file.text, kind)
        })
        .collect();
    let sources = || files.iter().zip(&parsed);
    let modules: Vec<_> = sources()
        .map(|(file, parsed)| Module::new(file, parsed.suite()))
        .collect();
    let tree = Tree::new(&modules);
    let mut analysis = visit::tree(&tree);
    analysis.entry_points = entry_points::find(&tree);
    analysis.broken = sources()
        .filter(|(_, parsed)| parsed.has_invalid_syntax())
        .map(|(file, _)| file.shown.clone())
        .collect();
    let Analysis {
        reads,
        bypasses,
        dynamic,
        ..
    } = &mut analysis;
    reads.sort_by(|one, other| {
        (&one.place, &one.name, one.need).cmp(&(&other.place, &other.name, other.need))
    });
    reads.dedup();
    bypasses.sort_unstable();
    bypasses.dedup();
    dynamic.sort_unstable();
    dynamic.dedup();
    analysis
}
