//! `cargo xtask serve`: the book on localhost, rebuilt when a file changes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};

mod http;
mod path;
mod watch;

use crate::workspace::Workspace;
use crate::{Usage, book};

/// Where mdBook's own server stands, too.
const DEFAULT_PORT: u16 = 3000;

/// How many ports above it are tried when it is taken.
const PORTS_TRIED: u16 = 20;

/// The options of the command.
#[derive(Debug)]
pub(crate) struct Options {
    /// The port asked for; without one the first free one from [`DEFAULT_PORT`] on.
    port: Option<u16>,
    open: bool,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            port: None,
            open: true,
        };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            match name {
                "--no-open" => options.open = false,
                "--port" => {
                    let value = attached
                        .or_else(|| arguments.next().cloned())
                        .unwrap_or_default();
                    let port = value
                        .parse()
                        .map_err(|_| Usage(format!("`--port {value}` is not a port")))?;
                    options.port = Some(port);
                }
                other => return Err(Usage(format!("`serve` has no option `{other}`")).into()),
            }
        }
        Ok(options)
    }
}

/// What the pages in the browser ask for: which build this is, and what was wrong with the last.
#[derive(Debug, Default)]
struct State {
    build: u64,
    problem: Option<String>,
}

/// The state, and the lock that keeps pages from being read while they are written.
#[derive(Debug, Default, Clone)]
struct Shared(Arc<Mutex<State>>);

impl Shared {
    fn with<T>(&self, action: impl FnOnce(&mut State) -> T) -> T {
        action(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Builds, serves and watches until the user stops it.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let shared = Shared::default();
    // A page that outlived an earlier server must see another number.
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH)?;
    shared.with(|state| state.build = since_epoch.as_secs());
    build_first(workspace, &shared)?;
    let (server, port) = listen(options.port)?;
    let address = format!("http://localhost:{port}/");
    println!("\nThe book is at {address}  (Ctrl-C stops it)");
    if options.open && has_a_screen() && opener::open_browser(&address).is_err() {
        println!("No browser could be started; open the address yourself.");
    }
    let site = workspace.site();
    let watched = workspace.clone();
    let state = shared.clone();
    std::thread::spawn(move || {
        if let Err(error) = watch::forever(&watched, &state) {
            eprintln!("error: changes are no longer seen: {error:#}");
        }
    });
    http::answer(&server, &site, &shared);
    Ok(())
}

/// A book with a mistake is served all the same, with the mistake on top of the page; only when
/// there is nothing to show does the command end.
fn build_first(workspace: &Workspace, shared: &Shared) -> Result<()> {
    book::stage("figures", || crate::figures::update(workspace, false))?;
    let outputs = book::stage("outputs", || crate::outputs::update(workspace, false, &[]));
    let pages = book::stage("pages", || book::pages(workspace, Some("/")));
    if let Err(error) = outputs.and(pages) {
        if !workspace.site().join("index.html").exists() {
            return Err(error);
        }
        eprintln!("error: {error:#}");
        shared.with(|state| state.problem = Some(format!("{error:#}")));
    }
    Ok(())
}

fn listen(wanted: Option<u16>) -> Result<(tiny_http::Server, u16)> {
    let first = wanted.unwrap_or(DEFAULT_PORT);
    let last = wanted.unwrap_or(DEFAULT_PORT + PORTS_TRIED);
    for port in first..=last {
        if let Ok(server) = tiny_http::Server::http(("127.0.0.1", port)) {
            if port != first {
                println!("Port {first} is in use.");
            }
            return Ok((server, port));
        }
    }
    match wanted {
        Some(port) => bail!("port {port} is in use — choose another with `--port`, or none"),
        None => bail!("ports {first} to {last} are in use — choose one with `--port`"),
    }
}

/// Whether a browser could show anything.
fn has_a_screen() -> bool {
    cfg!(any(windows, target_os = "macos"))
        || std::env::var_os("DISPLAY").is_some()
        || std::env::var_os("WAYLAND_DISPLAY").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Options> {
        let owned: Vec<String> = arguments.iter().map(|&a| a.to_owned()).collect();
        Options::parse(&owned)
    }

    #[test]
    fn options_are_read_in_both_spellings() {
        assert_eq!(parse(&["--port", "4000"]).unwrap().port, Some(4000));
        let both = parse(&["--port=4001", "--no-open"]).unwrap();
        assert_eq!((both.port, both.open), (Some(4001), false));
        assert!(parse(&["--port", "many"]).is_err());
        assert!(parse(&["--prot", "1"]).is_err());
    }

    #[test]
    fn a_port_in_use_gives_way_to_the_next_unless_it_was_asked_for() {
        let (_first, port) = listen(None).unwrap();
        let (_second, next) = listen(None).unwrap();
        assert!(next > port);
        let Err(error) = listen(Some(port)) else {
            panic!("port {port} is in use")
        };
        assert!(error.to_string().contains(&port.to_string()), "{error}");
    }
}
