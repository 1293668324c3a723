//! The command line. `lofte check`, `lofte check-texts`, `lofte texts` and `lofte schema` are for
//! editors, `lofte serve` is for operators, and `lofte tips` is for the people who read the tips.
//!
//! Editors and tip readers get Swedish, including the help and command-line errors of the editors'
//! commands. Operators get English in help, start-up errors and logs, as from their other tools.
//! None of it is among the texts of the widget: no kommun translates or overrides the tool's
//! output, and residents should not have to download it.

mod check;
mod swedish_help;
mod text_file;
mod texts;
mod tips;

use crate::inbox::configuration::{Configuration, DatabaseFile};
use crate::inbox::server;
use crate::promise::schema::schema;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Visar och följer upp medborgarlöften och tar emot trygghetstips
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
    /// Kontrollera löften: visar fel och sådant som ser konstigt ut
    Check {
        /// Ett eller flera löften (JSON)
        #[arg(required = true, value_name = "FIL")]
        files: Vec<PathBuf>,
        /// Skriv resultatet som JSON, för andra program
        #[arg(long)]
        json: bool,
    },
    /// Kontrollera filer med kommunens egna ord och språk
    CheckTexts {
        /// En eller flera filer med texter (JSON): { "fi": { "tip.send": "…" } }
        #[arg(required = true, value_name = "FIL")]
        files: Vec<PathBuf>,
        /// Skriv resultatet som JSON, för andra program
        #[arg(long)]
        json: bool,
    },
    /// Skriv ut det JSON Schema som löften följer
    Schema,
    /// Skriv ut widgetens texter, att börja en översättning med
    Texts {
        /// Språket att översätta till, till exempel fi. Utan språk: sv
        #[arg(value_name = "SPRÅK", default_value = "sv")]
        language: String,
    },
    /// Read the tips that have been received
    Tips {
        #[command(subcommand)]
        command: Tips,
    },
}

#[derive(Debug, Subcommand)]
enum Tips {
    /// List all tips, newest last. Exit code 2: they cannot be read
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

/// Exit code: success.
const GOOD: u8 = 0;
/// Exit code: what was checked or requested has errors or does not exist.
const BAD: u8 = 1;
/// Exit code: there is no result, because something could not be read.
const UNREADABLE: u8 = 2;

/// Runs the command named on the command line.
pub fn run() -> ExitCode {
    let command_line = match parse() {
        Ok(command_line) => command_line,
        Err(code) => return code,
    };
    let done = match command_line.command {
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
    // A closed pipe (`| head`) is not a failure.
    let _ = std::io::stdout().lock().write_all(harmless(&done.text).as_bytes());
    ExitCode::from(done.code)
}

/// Returns the command line, or the exit code after help or a mistake.
fn parse() -> Result<CommandLine, ExitCode> {
    let matches = swedish_help::translate(CommandLine::command()).try_get_matches();
    matches.and_then(|matches| CommandLine::from_arg_matches(&matches)).map_err(|error| {
        let command = std::env::args_os().nth(1).unwrap_or_default();
        match swedish_help::mistake(&error, &command) {
            Some(mistake) => {
                complain_in_swedish(&mistake);
                ExitCode::from(UNREADABLE)
            }
            None => error.exit(),
        }
    })
}

/// Escapes, as JSON does (`\u001b`), characters that a terminal obeys instead of showing: control
/// characters other than line breaks and tabs, which could repaint the screen, and characters that
/// start a new line or change the text direction, which could reorder it. Most of the output was
/// written by strangers. JSON keeps its meaning.
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

/// A command's output and exit code.
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

/// Reports an error to operators, on standard error and in clap's format.
fn complain(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {message}");
}

/// Reports an error to editors and tip readers, in Swedish.
fn complain_in_swedish(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "fel: {message}");
}

/// Formats JSON for programs, with a trailing line break.
fn pretty(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
        swedish_help::translate(CommandLine::command()).debug_assert();
    }
}
