//! What an operator can configure. Every option is a flag and an environment variable. The defaults
//! are safe on a laptop: reachable only from the machine itself, and closed to other sites' pages.

use super::cross_origin::Origin;
use super::log::Level;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where and how the inbox runs.
#[derive(Debug, Clone, Args)]
pub struct Configuration {
    /// Address and port to listen on. Port 0 takes any free port and prints it on
    /// standard output. Put a web server with TLS in front of it.
    #[arg(long, env = "LOFTE_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,

    /// Folder with the widget's files, served publicly as they are.
    #[arg(long, env = "LOFTE_DIR", default_value = "dist", value_name = "FOLDER")]
    pub dir: PathBuf,

    /// File where the tips are stored.
    #[command(flatten)]
    pub database: DatabaseFile,

    /// Site whose pages may send tips, besides the pages of this server itself:
    /// https://www.example.se. Repeat the flag, or separate several sites by commas.
    #[arg(long = "allow-origin", env = "LOFTE_ALLOW_ORIGIN", value_delimiter = ',', value_name = "ORIGIN")]
    pub allow_origin: Vec<Origin>,

    /// How much to log on standard error. No level logs what a tip says or who sent it.
    #[arg(long, env = "LOFTE_LOG", default_value = "info", value_name = "LEVEL")]
    pub log: Level,
}

/// The file that the tips are kept in.
#[derive(Debug, Clone, Args)]
pub struct DatabaseFile {
    /// SQLite file with the tips. The server creates it and its folder if they do not
    /// exist.
    #[arg(long = "database", env = "LOFTE_DATABASE", default_value = "tips.sqlite", value_name = "FILE")]
    pub path: PathBuf,
}
