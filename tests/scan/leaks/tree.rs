//! The leaks of the work tree: 60, of which 45 are encoded or in containers.

use super::secrets::{REGION, Secrets};
use super::{Leak, codec, container};

/// How a leak is written down.
struct Sheet<'s> {
    secrets: &'s Secrets,
    leaks: Vec<Leak>,
}

/// All of them, with their files.
pub(super) fn leaks(secrets: &Secrets) -> Vec<Leak> {
    let mut sheet = Sheet {
        secrets,
        leaks: Vec::new(),
    };
    sheet.plain();
    sheet.json();
    sheet.web();
    sheet.quoted();
    sheet.based();
    sheet.lines();
    sheet.parts();
    sheet.broken_up();
    sheet.containers();
    sheet.binaries();
    assert_eq!(sheet.leaks.len(), 60);
    let encoded = sheet.leaks.iter().filter(|leak| leak.encoded);
    assert_eq!(encoded.count(), 45);
    sheet.leaks
}

impl Sheet<'_> {
    fn value(&self, key: &str) -> String {
        self.secrets.value(key).to_owned()
    }

    /// A file that is a leak on this line; a line of 0 is none.
    fn file(&mut self, path: &str, key: &'static str, line: u64, content: impl Into<Vec<u8>>) {
        self.leaks.push(Leak {
            place: path.to_owned(),
            key,
            lines: (line > 0).then_some((line, line)),
            encoded: false,
            content: content.into(),
        });
    }

    /// The same, of a form that is not the value itself.
    fn encoded(&mut self, path: &str, key: &'static str, line: u64, content: impl Into<Vec<u8>>) {
        self.file(path, key, line, content);
        self.leaks.last_mut().unwrap().encoded = true;
    }

    /// The same, of a member of a container.
    fn member(&mut self, place: &str, key: &'static str, line: u64, container: Vec<u8>) {
        let (path, _) = place.split_once('!').unwrap();
        self.encoded(path, key, line, container);
        place.clone_into(&mut self.leaks.last_mut().unwrap().place);
    }

    /// A text of several lines may be found by its first line, which says only
    /// what it is, or by the next.
    fn or_on_the_next_line(&mut self) {
        let leak = self.leaks.last_mut().unwrap();
        leak.lines = leak.lines.map(|(first, last)| (first, last + 1));
    }

    fn plain(&mut self) {
        let [github, jwt, short, url] =
            ["GITHUB_TOKEN", "JWT_SECRET", "SHORT_KEY", "DATABASE_URL"].map(|key| self.value(key));
        let openai = self.value("OPENAI_API_KEY");
        self.file(
            "app/main.py",
            "OPENAI_API_KEY",
            3,
            format!("import os\n\nKEY = \"{openai}\"\n"),
        );
        self.file(
            "Dockerfile",
            "GITHUB_TOKEN",
            2,
            format!("FROM python\nENV GITHUB_TOKEN={github}\n"),
        );
        self.file(
            "compose.yaml",
            "DATABASE_URL",
            4,
            format!("services:\n  app:\n    environment:\n      DATABASE_URL: {url}\n"),
        );
        self.file(
            ".github/workflows/ci.yml",
            "JWT_SECRET",
            3,
            format!("jobs:\n  env:\n    JWT_SECRET: {jwt}\n"),
        );
        self.file(
            ".env.sample",
            "SHORT_KEY",
            2,
            format!("# copy me\nSHORT_KEY={short}"),
        );
        self.file(
            ".vscode/launch.json",
            "HEX_KEY",
            1,
            format!(
                "{{\"env\": {{\"HEX_KEY\": \"{}\"}}}}",
                self.value("HEX_KEY")
            ),
        );
        self.file(
            "vendor/dist/bundle.min.js",
            "JWT_SECRET",
            1,
            format!("!function(){{{}var k=\"{jwt}\"}}()", "a=1;".repeat(9000)),
        );
        self.file(
            "windows.ini",
            "GITHUB_TOKEN",
            3,
            format!("[app]\r\nname=x\r\ntoken={github}\r\n"),
        );
        self.file("tls/server.pem", "TLS_KEY", 1, self.value("TLS_KEY"));
        for (path, border) in [("logs-64k.txt", 64 << 10), ("logs-1m.txt", 1 << 20)] {
            let mut text = "a line of the log\n".repeat((border - 40) / 18);
            text.push_str(&".".repeat(border - text.len() - 20));
            let line = text.matches('\n').count() as u64 + 1;
            self.file(
                path,
                "GITHUB_TOKEN",
                line,
                format!("{text}{github} it was\n"),
            );
        }
        self.file(
            &format!("reports/{jwt}.txt"),
            "JWT_SECRET",
            0,
            "nothing in it\n",
        );
        let place = &mut self.leaks.last_mut().unwrap().place;
        "reports/***REDACTED:JWT_SECRET***.txt".clone_into(place);
    }

    fn json(&mut self) {
        let (special, unicode) = (self.value("WEBHOOK_SECRET"), self.value("UNICODE_PASS"));
        let text = |escaped: &str| format!("{{\n  \"secret\": \"{escaped}\"\n}}\n");
        let minimal = codec::json(&special, codec::plain);
        self.encoded("json/minimal.json", "WEBHOOK_SECRET", 2, text(&minimal));
        self.encoded(
            "json/ascii.json",
            "UNICODE_PASS",
            2,
            text(&codec::json(&unicode, codec::ascii)),
        );
        self.encoded(
            "json/go.json",
            "WEBHOOK_SECRET",
            2,
            text(&codec::json(&special, codec::go)),
        );
        self.encoded(
            "json/php.json",
            "WEBHOOK_SECRET",
            2,
            text(&codec::json(&special, codec::php)),
        );
        let twice = codec::json(&text(&minimal), codec::plain);
        self.encoded(
            "json/in-json.jsonl",
            "WEBHOOK_SECRET",
            1,
            format!("{{\"body\": \"{twice}\"}}\n"),
        );
        let pem = codec::json(&self.value("TLS_KEY"), codec::plain);
        self.encoded("json/pem.json", "TLS_KEY", 2, text(&pem));
    }

    fn web(&mut self) {
        let special = self.value("WEBHOOK_SECRET");
        self.encoded(
            "web/access.log",
            "WEBHOOK_SECRET",
            2,
            format!("GET /\nGET /hook?s={} 200\n", codec::percent(&special)),
        );
        self.encoded(
            "web/form.txt",
            "WEBHOOK_SECRET",
            1,
            format!("a=1&secret={}&b=2", codec::form(&special)),
        );
        self.encoded(
            "web/page.html",
            "WEBHOOK_SECRET",
            2,
            format!("<html>\n<input value=\"{}\">\n", codec::html(&special)),
        );
        self.encoded(
            "web/config.xml",
            "WEBHOOK_SECRET",
            2,
            format!("<c>\n<s>{}</s></c>", codec::numeric(&special)),
        );
        let request = format!("POST /hook\n\nsecret={special}");
        let har = format!(
            "{{\"log\": {{\"entries\": [\n{{\"text\": \"{}\", \"encoding\": \"base64\"}}]}}}}",
            codec::base64(request)
        );
        self.encoded("web/session.har", "WEBHOOK_SECRET", 2, har);
    }

    fn quoted(&mut self) {
        let (special, unicode) = (self.value("WEBHOOK_SECRET"), self.value("UNICODE_PASS"));
        self.encoded(
            "quoted/run.sh",
            "WEBHOOK_SECRET",
            2,
            format!("set -e\nexport S='{}'\n", special.replace('\'', "'\\''")),
        );
        self.encoded(
            "quoted/bash.log",
            "WEBHOOK_SECRET",
            1,
            format!("+ echo {}\n", codec::backslashed(&special)),
        );
        self.encoded(
            "quoted/dump.sql",
            "WEBHOOK_SECRET",
            2,
            format!(
                "BEGIN;\nINSERT INTO s VALUES ('{}');\n",
                special.replace('\'', "''")
            ),
        );
        self.encoded(
            "quoted/table.csv",
            "WEBHOOK_SECRET",
            2,
            format!("a,b\n1,\"{}\"\n", special.replace('"', "\"\"")),
        );
        let repr = special.replace('\'', "\\'");
        self.encoded(
            "quoted/repr.txt",
            "WEBHOOK_SECRET",
            1,
            format!("settings = {{'s': '{repr}'}}\n"),
        );
        let repr = codec::repr_of_bytes(unicode.as_bytes());
        self.encoded(
            "quoted/bytes.txt",
            "UNICODE_PASS",
            1,
            format!("b'{repr}'\n"),
        );
        self.encoded(
            "quoted/zsh_history",
            "UNICODE_PASS",
            1,
            [
                b": 1700000000:0;login ",
                &codec::metafied(&unicode)[..],
                b"\n",
            ]
            .concat(),
        );
    }

    fn based(&mut self) {
        let [github, jwt, openai] =
            ["GITHUB_TOKEN", "JWT_SECRET", "OPENAI_API_KEY"].map(|key| self.value(key));
        self.encoded(
            "based/secret.yaml",
            "JWT_SECRET",
            3,
            format!("kind: Secret\ndata:\n  key: {}\n", codec::base64(&jwt)),
        );
        self.encoded(
            "based/basic.http",
            "GITHUB_TOKEN",
            2,
            format!(
                "GET / HTTP/1.1\nAuthorization: Basic {}\n",
                codec::base64(format!("bot1:{github}"))
            ),
        );
        self.encoded(
            "based/token.jwt",
            "OPENAI_API_KEY",
            1,
            format!(
                "eyJhbGciOiJub25lIn0.{}.c2ln",
                codec::base64url(format!("{{\"k\":\"{openai}\"}}"))
            ),
        );
        let hex = codec::hex(github.as_bytes());
        self.encoded("based/lower.txt", "GITHUB_TOKEN", 1, format!("0x{hex}\n"));
        self.encoded(
            "based/upper.txt",
            "JWT_SECRET",
            1,
            codec::hex(jwt.as_bytes()).to_uppercase(),
        );
        self.encoded(
            "based/upper-hex.txt",
            "HEX_KEY",
            1,
            self.value("HEX_KEY").to_uppercase(),
        );
    }

    fn lines(&mut self) {
        let pem = self.value("TLS_KEY");
        self.encoded("lines/crlf.pem", "TLS_KEY", 1, pem.replace('\n', "\r\n"));
        self.or_on_the_next_line();
        let indented: Vec<String> = pem.lines().map(|line| format!("    {line}\n")).collect();
        let indented = indented.concat();
        self.encoded(
            "lines/values.yaml",
            "TLS_KEY",
            3,
            format!("tls:\n  key: |\n{indented}"),
        );
        self.or_on_the_next_line();
        let cells: Vec<String> = pem
            .lines()
            .map(|line| format!("    \"{line}\\n\""))
            .collect();
        let notebook = format!(
            "{{\"cells\": [{{\"source\": [\n{}\n]}}]}}\n",
            cells.join(",\n")
        );
        self.encoded("lines/notebook.ipynb", "TLS_KEY", 2, notebook);
        self.or_on_the_next_line();
    }

    fn parts(&mut self) {
        let (password, encoded) = self.secrets.password.clone();
        self.encoded(
            "parts/pgpass",
            "DATABASE_URL",
            1,
            format!("db.internal:5432:app:app:{password}\n"),
        );
        self.encoded(
            "parts/url.txt",
            "DATABASE_URL",
            1,
            format!("mysql://root:{encoded}@other.internal/x\n"),
        );
        let account_key = self.secrets.account_key.clone();
        self.encoded(
            "parts/storage.txt",
            "STORAGE",
            1,
            format!("key is {account_key}\n"),
        );
        let client_secret = self.secrets.client_secret.clone();
        self.encoded(
            "parts/client.txt",
            "SERVICE_ACCOUNT",
            1,
            format!("client_secret={client_secret}\n"),
        );
        let long = self.value("LONG_TOKEN");
        self.encoded(
            "parts/cut.log",
            "LONG_TOKEN",
            1,
            format!("token={}... (cut)\n", &long[..80]),
        );
    }

    fn broken_up(&mut self) {
        let [github, long, jwt] =
            ["GITHUB_TOKEN", "LONG_TOKEN", "JWT_SECRET"].map(|key| self.value(key));
        let mail = codec::mime(format!("user=bot&token={long}"));
        self.encoded(
            "broken/mail.eml",
            "LONG_TOKEN",
            3,
            format!("Subject: x\n\n{mail}\n"),
        );
        let dump = codec::dump(format!("GET /?token={github} HTTP/1.1\n").as_bytes());
        self.encoded("broken/packet.txt", "GITHUB_TOKEN", 1, dump);
        let quoted = codec::quoted_printable(&format!("pass=\"{jwt}\""));
        self.encoded(
            "broken/quoted.eml",
            "JWT_SECRET",
            3,
            format!("Subject: x\n\n{quoted}\n"),
        );
        let (left, right) = github.split_at(17);
        self.encoded(
            "broken/joined.py",
            "GITHUB_TOKEN",
            2,
            format!("TOKEN = (\n    \"{left}\"\n    \"{right}\"\n)\n"),
        );
    }

    fn containers(&mut self) {
        let github = self.value("GITHUB_TOKEN");
        let text = format!("one\ntwo token={github}\n");
        let content = text.as_bytes();
        let xml = format!("<w:document><w:t>{github}</w:t></w:document>");
        let docx = container::zip(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", xml.as_bytes()),
        ]);
        self.member(
            "boxes/report.docx!word/document.xml",
            "GITHUB_TOKEN",
            1,
            docx,
        );
        let jar = container::zip(&[
            ("META-INF/MANIFEST.MF", b"x: 1\n"),
            ("app.properties", content),
        ]);
        self.member("boxes/app.jar!app.properties", "GITHUB_TOKEN", 2, jar);
        let wheel = container::zip(&[("pkg/__init__.py", content), ("pkg/x.py", b"x = 1\n")]);
        self.member(
            "boxes/pkg-1.0-py3-none-any.whl!pkg/__init__.py",
            "GITHUB_TOKEN",
            2,
            wheel,
        );
        let tar = container::tar(&[("etc/empty", b""), ("etc/app.conf", content)]);
        self.member(
            "boxes/backup.tar.gz!backup.tar!etc/app.conf",
            "GITHUB_TOKEN",
            2,
            container::gzip(&tar),
        );
        let inner = container::zip(&[("deep/app.conf", content)]);
        let outer = container::zip(&[("inner.zip", &inner)]);
        self.member(
            "boxes/nested.zip!inner.zip!deep/app.conf",
            "GITHUB_TOKEN",
            2,
            outer,
        );
        self.member(
            "boxes/app.log.gz!app.log",
            "GITHUB_TOKEN",
            2,
            container::gzip(content),
        );
        self.member(
            "boxes/trace.zst!trace",
            "GITHUB_TOKEN",
            3,
            container::zstd(content),
        );
    }

    fn binaries(&mut self) {
        let [github, jwt] = ["GITHUB_TOKEN", "JWT_SECRET"].map(|key| self.value(key));
        let text = format!("region: {REGION}\r\ntoken: {github}\r\n");
        self.encoded(
            "binary/little.reg",
            "GITHUB_TOKEN",
            2,
            codec::utf16(&text, u16::to_le_bytes),
        );
        self.encoded(
            "binary/big.txt",
            "GITHUB_TOKEN",
            2,
            codec::utf16(&text, u16::to_be_bytes),
        );
        self.file(
            "binary/cache.sqlite",
            "JWT_SECRET",
            0,
            container::sqlite(&jwt),
        );
        self.file(
            "binary/module.pyc",
            "GITHUB_TOKEN",
            0,
            container::pyc(&github),
        );
        self.file("binary/pixel.png", "JWT_SECRET", 0, container::png(&jwt));
    }
}
