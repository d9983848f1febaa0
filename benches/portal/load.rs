//! A load generator: connections that ask again as soon as they are answered.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::process::Serving;

/// More than the server's threads, so that it never waits for the next request.
const CONNECTIONS: usize = 16;

pub(crate) struct Load {
    request: String,
}

pub(crate) struct Measured {
    /// Requests answered in a second.
    pub(crate) rate: f64,
    pub(crate) p99_millis: f64,
    /// CPU time of the server for one request.
    pub(crate) cpu_micros: f64,
    /// Length of the body.
    pub(crate) bytes: usize,
}

impl Load {
    pub(crate) fn of(path: &str) -> Self {
        Self::with(path, "")
    }

    /// With further lines of the head, each with its line break.
    pub(crate) fn with(path: &str, lines: &str) -> Self {
        Self { request: format!("GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip, br\r\n{lines}\r\n") }
    }

    /// One answer, to know that the server is there.
    pub(crate) fn once(path: &str, serving: &Serving) {
        let request = format!("GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n");
        Self { request }.connection(serving, Duration::ZERO);
    }

    pub(crate) fn run(&self, serving: &Serving, time: Duration) -> Measured {
        self.connection(serving, Duration::from_millis(300)); // warm up, unmeasured
        let (cpu, started) = (serving.cpu(), Instant::now());
        let answers: Vec<(Vec<u32>, usize)> = std::thread::scope(|scope| {
            let connections: Vec<_> =
                (0..CONNECTIONS).map(|_| scope.spawn(|| self.connection(serving, time))).collect();
            connections.into_iter().map(|connection| connection.join().unwrap()).collect()
        });
        let (elapsed, cpu) = (started.elapsed(), serving.cpu() - cpu);
        let bytes = answers[0].1;
        let mut micros: Vec<u32> = answers.into_iter().flat_map(|(micros, _)| micros).collect();
        micros.sort_unstable();
        let count = f64::from(u32::try_from(micros.len()).unwrap());
        Measured {
            rate: count / elapsed.as_secs_f64(),
            p99_millis: f64::from(micros[micros.len() * 99 / 100]) / 1000.0,
            cpu_micros: cpu.as_secs_f64() * 1e6 / count,
            bytes,
        }
    }

    /// Microseconds of each answer, and the length of the last body.
    fn connection(&self, serving: &Serving, time: Duration) -> (Vec<u32>, usize) {
        let line = TcpStream::connect(&serving.address).unwrap();
        line.set_nodelay(true).unwrap();
        let (mut to, mut from) = (line.try_clone().unwrap(), BufReader::with_capacity(1 << 16, line));
        let (mut micros, mut bytes, mut body, mut head) = (Vec::new(), 0, vec![0; 1 << 20], String::new());
        let end = Instant::now() + time;
        while micros.is_empty() || Instant::now() < end {
            let asked = Instant::now();
            to.write_all(self.request.as_bytes()).unwrap();
            let (mut length, mut is_first) = (None, true);
            loop {
                head.clear();
                from.read_line(&mut head).unwrap();
                assert!(!is_first || head.starts_with("HTTP/1.1 200"), "{}{head}", self.request);
                is_first = false;
                if let Some(value) = head.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = Some(value.trim().parse::<usize>().unwrap());
                }
                if head == "\r\n" {
                    break;
                }
            }
            bytes = length.expect("an answer with its length");
            from.read_exact(&mut body[..bytes]).unwrap();
            micros.push(u32::try_from(asked.elapsed().as_micros()).unwrap());
        }
        (micros, bytes)
    }
}
