//! Receivers of messages on loopback: HTTP, and SMTP.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request.
#[derive(Clone, Debug)]
pub struct Received {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A receiver by HTTP that gives the answers of a list, the last of them for ever.
pub struct Http {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Http {
    /// Each answer is a status line with headers, and a body.
    pub fn start(answers: &[(&str, &str)]) -> Http {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook/token-0123456789abcdef", listener.local_addr().unwrap());
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let (seen, answers) =
            (Arc::clone(&received), answers.iter().map(|(a, b)| (a.to_string(), b.to_string())));
        let answers: Vec<(String, String)> = answers.collect();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = read(&mut stream);
                let number = seen.lock().unwrap().len();
                seen.lock().unwrap().push(request);
                let (head, body) = &answers[number.min(answers.len() - 1)];
                let length = body.len();
                let answer =
                    format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        Http { url, received }
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(n, _)| n == "content-length").map_or(0, |(_, n)| n.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    Received { line: line.trim_end().to_owned(), headers, body }
}

/// A mail server; the answers of a list are given to the first commands `MAIL`, then it takes all.
pub struct Smtp {
    pub port: u16,
    commands: Arc<Mutex<Vec<String>>>,
    mails: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Smtp {
    pub fn start(answers: &'static [&'static str]) -> Smtp {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let commands: Arc<Mutex<Vec<String>>> = Arc::default();
        let mails: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let (seen, kept) = (Arc::clone(&commands), Arc::clone(&mails));
        std::thread::spawn(move || {
            let mut answers = answers.iter();
            for stream in listener.incoming() {
                converse(stream.unwrap(), &mut answers, &seen, &kept);
            }
        });
        Smtp { port, commands, mails }
    }

    pub fn commands(&self) -> Vec<String> {
        self.commands.lock().unwrap().clone()
    }

    pub fn mails(&self) -> Vec<Vec<u8>> {
        self.mails.lock().unwrap().clone()
    }
}

fn converse(
    mut stream: TcpStream,
    answers: &mut std::slice::Iter<&str>,
    commands: &Mutex<Vec<String>>,
    mails: &Mutex<Vec<Vec<u8>>>,
) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut say = |answer: &str| stream.write_all(format!("{answer}\r\n").as_bytes()).is_ok();
    say("220 mail.example.org ESMTP");
    loop {
        let mut line = String::new();
        if !matches!(reader.read_line(&mut line), Ok(n) if n > 0) {
            return;
        }
        let command = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        commands.lock().unwrap().push(line.trim_end().to_owned());
        let goes_on = match command.as_str() {
            "EHLO" => say("250-mail.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN"),
            "AUTH" => say("235 welcome"),
            "MAIL" => say(answers.next().unwrap_or(&"250 ok")),
            "DATA" => {
                say("354 go on");
                let mut mail = Vec::new();
                while !mail.ends_with(b"\r\n.\r\n") {
                    reader.read_until(b'\n', &mut mail).unwrap();
                }
                mails.lock().unwrap().push(mail);
                say("250 taken")
            }
            "QUIT" => {
                say("221 bye");
                false
            }
            _ => say("250 ok"),
        };
        if !goes_on {
            return;
        }
    }
}
