//! Help and command-line errors in Swedish, for the commands that editors run. Operators get clap's
//! own, in English.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};
use std::ffi::OsStr;

/// An editor's command, its usage, and an example.
struct ForEditors {
    name: &'static str,
    usage: &'static str,
    example: &'static str,
}

const COMMANDS: [ForEditors; 4] = [
    ForEditors {
        name: "check",
        usage: "lofte check [--json] FIL…",
        example: "Exempel:\n  lofte check lofte-2026.json\n  lofte check lofte-2025.json lofte-2026.json\n\n\
            Slutkod: 0 om inga fel finns (varningar är inga fel), 1 om det finns fel, 2 om en fil inte går att läsa.",
    },
    ForEditors {
        name: "check-texts",
        usage: "lofte check-texts [--json] FIL…",
        example: "Exempel:\n  lofte check-texts texter.json\n\n\
            Slutkod: 0 om inga fel finns (varningar är inga fel), 1 om det finns fel, 2 om en fil inte går att läsa.",
    },
    ForEditors { name: "texts", usage: "lofte texts [SPRÅK]", example: "Exempel:\n  lofte texts fi > texter.json" },
    ForEditors { name: "schema", usage: "lofte schema", example: "Exempel:\n  lofte schema > promise.v1.schema.json" },
];

/// The command line with Swedish help for the editors' commands.
pub fn translate(command: Command) -> Command {
    let command = command.after_help("Hjälp om ett kommando: lofte check --help (in English: lofte serve --help)");
    COMMANDS.iter().fold(command, |command, of| {
        command.mut_subcommand(of.name, |command| {
            let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Visa den här hjälpen");
            command
                .disable_help_flag(true)
                .arg(help)
                .mut_args(|arg| {
                    let is_positional = arg.is_positional();
                    let heading = if is_positional { "Ange" } else { "Flaggor" };
                    arg.help_heading(heading).hide_default_value(is_positional)
                })
                .override_usage(of.usage)
                .help_template("{about}\n\nSkriv så här: {usage}\n\n{all-args}{after-help}")
                .after_help(of.example)
        })
    })
}

/// Explains what is wrong with the command line, if it is for one of the editors' commands or for
/// a command that does not exist. `None` if help was requested, and for other commands.
pub fn mistake(error: &Error, command: &OsStr) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        // The most similar one comes last.
        Some(ContextValue::Strings(texts)) => texts.last().map(String::as_str),
        _ => None,
    };
    if let (ErrorKind::InvalidSubcommand, Some(found)) = (error.kind(), text(ContextKind::InvalidSubcommand))
        && command == found
    {
        let meant = text(ContextKind::SuggestedSubcommand).map(|suggested| format!(", menade du {suggested}?"));
        let names = COMMANDS.map(|of| of.name).join(", ");
        return Some(format!(
            "kommandot {found} finns inte{}\n\nKommandon för redaktörer: {names}\nMer hjälp: lofte --help",
            meant.unwrap_or_default()
        ));
    }
    let of = COMMANDS.iter().find(|of| command == of.name)?;
    let mistake = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => return None,
        ErrorKind::MissingRequiredArgument => "ange vilken fil som ska kontrolleras".to_owned(),
        ErrorKind::UnknownArgument => {
            let found = text(ContextKind::InvalidArg).unwrap_or_default();
            match text(ContextKind::SuggestedArg) {
                Some(suggested) => format!("{found} finns inte, menade du {suggested}?"),
                None => format!("{found} kan inte stå här"),
            }
        }
        _ => "kommandot är inte rätt skrivet".to_owned(),
    };
    Some(format!("{mistake}\n\nSkriv så här: {}\nMer hjälp: lofte {} --help", of.usage, of.name))
}
