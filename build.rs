//! How the program is linked, so that it starts fast.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={ORDER}");
    println!("cargo:rerun-if-env-changed=RUSTC_LINKER");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|is| is == value);
    // With glibc Rust links libgcc_s.so.1, and what the loader does for that
    // one library more is a tenth of a millisecond of every start.
    let wanted = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if wanted && has_static_unwinder() {
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
    // Thousands of relocations in a tenth of the room: fewer pages to read.
    let here = env::var("HOST") == env::var("TARGET");
    if wanted && here && is("CARGO_CFG_TARGET_ARCH", "x86_64") && loader_unpacks_relocations() {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    // Half the pages of code that a start touches.
    if is("CARGO_CFG_TARGET_OS", "linux") && is("PROFILE", "release") {
        let order = env::current_dir().unwrap_or_default().join(ORDER);
        let argument = format!("-Wl,-T,{}", order.display());
        if links_with(&argument) {
            println!("cargo:rustc-link-arg-bins={argument}");
        }
    }
}

/// What runs at every start, for the linker to put together: a script that
/// adds to its own rules, which lld and GNU ld can do.
const ORDER: &str = "link/start.ld";

/// Whether the linker takes an argument: a small program is built as this one
/// will be.
fn links_with(argument: &str) -> bool {
    let var = |name: &str| env::var_os(name).unwrap_or_default();
    let trial = Path::new(&var("OUT_DIR")).join("trial");
    let source = trial.with_extension("rs");
    if fs::write(&source, "fn main() {}\n").is_err() {
        return false;
    }
    let mut rustc = Command::new(var("RUSTC"));
    rustc.arg("--target").arg(var("TARGET"));
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    if let Some(linker) = env::var_os("RUSTC_LINKER") {
        let mut flag = OsString::from("linker=");
        flag.push(linker);
        rustc.arg("-C").arg(flag);
    }
    rustc.args(["-C", &format!("link-arg={argument}"), "-o"]);
    let built = rustc.arg(&trial).arg(&source).output();
    built.is_ok_and(|output| output.status.success())
}

/// Whether this system's loader knows packed relocations: glibc 2.36 or later.
fn loader_unpacks_relocations() -> bool {
    let asked = Command::new("getconf").arg("GNU_LIBC_VERSION").output();
    asked.is_ok_and(|answer| {
        let text = String::from_utf8_lossy(&answer.stdout);
        let version = text.trim().strip_prefix("glibc 2.");
        version.and_then(|minor| minor.split('.').next()?.parse().ok()) >= Some(36)
    })
}

/// Whether the linker has the unwinder's static library. A compiler driver
/// prints the whole path of a library that it finds.
fn has_static_unwinder() -> bool {
    let linker = env::var_os("RUSTC_LINKER").unwrap_or_else(|| "cc".into());
    let asked = Command::new(linker)
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    asked.is_ok_and(|answer| {
        let path = String::from_utf8_lossy(&answer.stdout);
        let path = Path::new(path.trim());
        path.is_absolute() && path.is_file()
    })
}
