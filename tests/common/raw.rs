//! A server on loopback that answers each request with bytes of the test's choice.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The running server, and the heads of the requests so far.
pub struct Raw {
    pub address: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Raw {
    /// Starts a server; `answer` gets the number of the request, from 0, and its head.
    pub fn start(answer: impl Fn(usize, &str) -> Vec<u8> + Send + 'static) -> Raw {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&heads);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                if head.is_empty() {
                    continue;
                }
                let number = seen.lock().unwrap().len();
                seen.lock().unwrap().push(head.clone());
                let _ = stream.write_all(&answer(number, &head));
            }
        });
        Raw { address, heads }
    }

    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

/// An answer with its head.
pub fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\nx-rate-limit-limit: 1000\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}
