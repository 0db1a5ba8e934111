//! The line between a client and the homeserver, on which room keys can be held up.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Where a client sends the keys of its messages to.
const KEYS: &str = "/sendToDevice/";

/// A line of one's own to the homeserver.
pub struct SlowLine {
    pub address: String,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    holding: bool,
    requests: Vec<Vec<u8>>,
}

impl SlowLine {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let held = Arc::<Mutex<Held>>::default();
        let line = Self { address, held: Arc::clone(&held) };
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let held = Arc::clone(&held);
                // A client that hangs up is none of our business.
                std::thread::spawn(move || client.and_then(|client| carry(client, &held)));
            }
        });
        line
    }

    /// From now on keys do not get through, though the client is told they do: as if a server were slow.
    pub fn hold_keys(&self) {
        self.held.lock().unwrap().holding = true;
    }

    /// What was held up is lost; what is sent from now on gets through. Says how many were lost.
    pub fn lose_keys(&self) -> usize {
        let mut held = self.held.lock().unwrap();
        held.holding = false;
        std::mem::take(&mut held.requests).len()
    }

    /// What was held up goes through now; says how many there were.
    pub fn release_keys(&self) -> usize {
        let mut held = self.held.lock().unwrap();
        held.holding = false;
        let requests = std::mem::take(&mut held.requests);
        for request in &requests {
            let answer = ask(request).unwrap();
            assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
        }
        requests.len()
    }
}

/// One request, one answer, one connection.
fn carry(mut client: TcpStream, held: &Mutex<Held>) -> std::io::Result<()> {
    let request = read_request(&mut client)?;
    let first_line =
        String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
    if first_line.contains(KEYS) {
        let mut held = held.lock().unwrap();
        if held.holding {
            held.requests.push(request);
            return client.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
            );
        }
    }
    client.write_all(&ask(&request)?)
}

/// A whole request, told to be the only one of its connection.
fn read_request(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
    let end = loop {
        if let Some(place) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            break place;
        }
        match client.read(&mut buffer)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => request.extend_from_slice(&buffer[..read]),
        }
    };
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    let (mut kept, mut length) = (String::new(), 0);
    for line in head.split("\r\n") {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        match name.to_ascii_lowercase().as_str() {
            "connection" => continue,
            "content-length" => length = value.trim().parse().unwrap(),
            _ => {}
        }
        kept.push_str(line);
        kept.push_str("\r\n");
    }
    let mut body = request.split_off(end + 4);
    let read = body.len();
    body.resize(length, 0);
    client.read_exact(&mut body[read..])?;
    Ok([kept.as_bytes(), b"Connection: close\r\n\r\n", &body].concat())
}

fn ask(request: &[u8]) -> std::io::Result<Vec<u8>> {
    let server = super::server();
    let mut server = TcpStream::connect(server.trim_start_matches("http://"))?;
    server.write_all(request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(answer)
}
