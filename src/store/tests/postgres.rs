//! The tables are read by PostgreSQL as well.

use super::*;
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

/// A server of its own in a temporary folder, reached by a socket there; it stops when it is dropped.
struct Server {
    folder: TempDir,
}

impl Server {
    fn start() -> Server {
        let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").unwrap();
        // The server refuses to run as root.
        let made = Command::new("chown").args(["-R", "postgres"]).arg(folder.path()).status();
        assert!(made.is_ok());
        let server = Server { folder };
        let at = server.folder.path().display();
        server.run(&format!("initdb -D {at}/data -U claim --auth=trust -E UTF8 --locale=C.UTF-8"));
        server
            .run(&format!("pg_ctl -D {at}/data -l {at}/log -o \"-k {at} -c listen_addresses=''\" -w start"));
        server
    }

    fn run(&self, command: &str) {
        let done = Command::new("su").args(["postgres", "-c", command]).current_dir("/").output().unwrap();
        assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Runs SQL, and gives what it answers.
    fn sql(&self, sql: &str) -> String {
        let file = self.folder.path().join("step.sql");
        fs::write(&file, sql).unwrap();
        let done = Command::new("psql")
            .args(["-U", "claim", "-d", "postgres", "-tA", "-v", "ON_ERROR_STOP=1", "-h"])
            .arg(self.folder.path())
            .arg("-f")
            .arg(&file)
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stop = format!("pg_ctl -D {}/data -m immediate stop", self.folder.path().display());
        let _ = Command::new("su").args(["postgres", "-c", &stop]).current_dir("/").output();
    }
}

/// Name, type and whether it may be missing, of each column.
type Column = (String, String, bool);

#[tokio::test]
#[ignore = "needs the programs of PostgreSQL, and the right to run them as the user postgres"]
async fn postgresql_makes_the_same_tables() {
    let desk = Desk::new().await;
    let sqlite: BTreeSet<Column> = sqlx::query_as::<_, (String, String, i64)>(
        "SELECT t.name || '.' || c.name, lower(c.type), c.\"notnull\" FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&desk.store.read)
    .await
    .unwrap()
    .into_iter()
    .map(|(name, kind, required)| (name, kind, required == 0))
    .collect();
    let server = Server::start();
    server.sql("CREATE DOMAIN blob AS bytea");
    for (_, _, sql) in STEPS {
        server.sql(sql);
    }
    let answer = server.sql(
        "SELECT table_name || '.' || column_name, coalesce(domain_name, data_type), is_nullable
         FROM information_schema.columns WHERE table_schema = 'public'",
    );
    let postgres: BTreeSet<Column> = answer
        .lines()
        .map(|line| {
            let mut parts = line.split('|');
            let mut next = || parts.next().unwrap().to_owned();
            (next(), next(), next() == "YES")
        })
        .collect();
    assert!(postgres.len() > 80);
    assert_eq!(postgres, sqlite);
}
