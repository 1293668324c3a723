//! The command line. `lofte check`, `lofte check-texts`, `lofte texts` and `lofte schema`
//! are for editors, `lofte serve`
//! for operators, `lofte tips` for whoever reads the tips.
//!
//! What editors and tip readers see is Swedish. What operators see (help, errors at
//! start, logs) is English, as in the tools that they run it with. Either stands in
//! the code and not among the texts of the widget: it belongs to the tool's output, no
//! kommun translates or overrides it, and the widget must not carry it.

mod check;
mod texts;
mod tips;

use crate::inbox::configuration::{Configuration, DatabaseFile};
use crate::inbox::server;
use crate::promise::schema::schema;
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Shows and follows up a Swedish medborgarlöfte, and takes trygghetstips.
#[derive(Debug, Parser)]
#[command(name = "lofte", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the widget's files, and receive tips at POST /api/tips
    Serve(Configuration),
    /// Check promise documents. Exit code 1: there are errors; 2: a file cannot be read
    Check {
        /// Promise documents (JSON)
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Write JSON for machines
        #[arg(long)]
        json: bool,
    },
    /// Check files of texts: a kommun's own languages and words. Exit codes as of check
    CheckTexts {
        /// Files of texts (JSON): { "fi": { "tip.send": "…" } }
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Write JSON for machines
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schema of promise documents
    Schema,
    /// Print the Swedish texts (the English ones for en), to begin a translation with
    Texts {
        /// The language that they are to be translated to, as a BCP 47 tag
        #[arg(value_name = "LANGUAGE", default_value = "sv")]
        language: String,
    },
    /// Read the tips that have come in
    Tips {
        #[command(subcommand)]
        command: Tips,
    },
}

#[derive(Debug, Subcommand)]
enum Tips {
    /// List all tips, the newest last. Exit code 2: they cannot be read
    List {
        #[command(flatten)]
        database: DatabaseFile,
        /// Write JSON for machines
        #[arg(long)]
        json: bool,
    },
    /// Show a whole tip. Exit code 1: there is no such tip; 2: the tips cannot be read
    Show {
        /// The reference that the sender got; k7qm3xht is as good as K7QM-3XHT
        #[arg(value_name = "REFERENCE")]
        reference: String,
        #[command(flatten)]
        database: DatabaseFile,
        /// Write JSON for machines
        #[arg(long)]
        json: bool,
    },
}

/// All is well.
const GOOD: u8 = 0;
/// What was asked about has errors, or is not there.
const BAD: u8 = 1;
/// It could not be found out.
const UNREADABLE: u8 = 2;

/// Does what the command line says.
pub fn run() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Serve(configuration) => serve(&configuration),
        Command::Check { files, json } => check::check(&files, json),
        Command::CheckTexts { files, json } => texts::check_texts(&files, json),
        Command::Texts { language } => texts::print(&language),
        Command::Schema => Outcome { text: schema(), code: GOOD },
        Command::Tips { command } => in_runtime(async {
            match command {
                Tips::List { database, json } => tips::list(&database.path, json).await,
                Tips::Show { reference, database, json } => tips::show(&reference, &database.path, json).await,
            }
        }),
    };
    // A reader that has seen enough (`| head`) is no failure.
    let _ = std::io::stdout().lock().write_all(harmless(&done.text).as_bytes());
    ExitCode::from(done.code)
}

/// What a terminal obeys instead of showing, written out as in JSON (`\u001b`): control
/// characters other than line breaks and tabs, which could repaint the screen, and
/// those that begin a line or a direction of writing, which could show it in another
/// order than it has. Others wrote most of what is shown. JSON means the same after
/// this as before.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let turns = matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if turns || (character.is_control() && !matches!(character, '\n' | '\t')) {
            shown.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            shown.push(character);
        }
    }
    shown
}

/// What a command has to say, and its exit code.
struct Outcome {
    text: String,
    code: u8,
}

fn serve(configuration: &Configuration) -> Outcome {
    in_runtime(async {
        let code = match server::serve(configuration).await {
            Ok(()) => GOOD,
            Err(error) => {
                complain(&error.to_string());
                BAD
            }
        };
        Outcome { text: String::new(), code }
    })
}

fn in_runtime(work: impl Future<Output = Outcome>) -> Outcome {
    match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(work),
        Err(error) => {
            complain(&error.to_string());
            Outcome { text: String::new(), code: UNREADABLE }
        }
    }
}

/// On standard error, as clap does it: for operators.
fn complain(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {message}");
}

/// The same in Swedish: for editors and tip readers.
fn complain_in_swedish(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "fel: {message}");
}

/// JSON for machines, with a line break at the end.
fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}
