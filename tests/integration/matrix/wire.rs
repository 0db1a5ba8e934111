//! The wire between the bot and its homeserver, which somebody can hold.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes everything on, until it is held: then whoever speaks is left waiting, without an error.
pub struct Wire {
    address: String,
    held: Arc<watch::Sender<bool>>,
    /// Connections that were made so far.
    made: watch::Receiver<usize>,
}

impl Wire {
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = super::server().strip_prefix("http://").unwrap().to_owned();
        let held = Arc::new(watch::Sender::new(false));
        let (count, made) = watch::channel(0);
        let holding = Arc::clone(&held);
        tokio::spawn(async move {
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                count.send_modify(|made| *made += 1);
                let (server, mut holding) = (server.clone(), holding.subscribe());
                tokio::spawn(async move {
                    let pass = async {
                        let mut far = TcpStream::connect(server).await.unwrap();
                        // Whoever hangs up first ends it.
                        let _ = copy_bidirectional(&mut near, &mut far).await;
                    };
                    tokio::select! {
                        biased;
                        _ = holding.wait_for(|held| *held) => {}
                        () = pass => return,
                    }
                    std::future::pending::<()>().await;
                });
            }
        });
        Self { address, held, made }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on nothing passes, and nobody is told.
    pub fn hold(&self) {
        self.held.send_replace(true);
    }

    /// Returns when somebody has connected.
    pub async fn until_connected(&mut self) {
        let connected = self.made.wait_for(|made| *made > 0);
        tokio::time::timeout(Duration::from_mins(1), connected).await.expect("somebody connects").unwrap();
    }
}
