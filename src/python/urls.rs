//! The types of URLs that pydantic has.

use crate::schema::types::{ValueType, is_web_scheme};

/// A URL type of pydantic: its schemes, whether it must have a host, and whether it
/// may have several.
struct UrlType {
    name: &'static str,
    schemes: &'static [&'static str],
    must_have_host: bool,
    many_hosts: bool,
}

const fn one(name: &'static str, schemes: &'static [&'static str], must: bool) -> UrlType {
    UrlType {
        name,
        schemes,
        must_have_host: must,
        many_hosts: false,
    }
}

const fn many(name: &'static str, schemes: &'static [&'static str], must: bool) -> UrlType {
    UrlType {
        many_hosts: true,
        ..one(name, schemes, must)
    }
}

/// As pydantic 2.14 has them.
const URLS: &[UrlType] = &[
    one("AnyUrl", &[], false),
    one("AnyHttpUrl", &["http", "https"], false),
    one("HttpUrl", &["http", "https"], false),
    one("AnyWebsocketUrl", &["ws", "wss"], false),
    one("WebsocketUrl", &["ws", "wss"], false),
    one("FileUrl", &["file"], false),
    one("FtpUrl", &["ftp"], false),
    many(
        "PostgresDsn",
        &[
            "postgres",
            "postgresql",
            "postgresql+asyncpg",
            "postgresql+pg8000",
            "postgresql+psycopg",
            "postgresql+psycopg2",
            "postgresql+psycopg2cffi",
            "postgresql+py-postgresql",
            "postgresql+pygresql",
        ],
        true,
    ),
    one(
        "CockroachDsn",
        &["cockroachdb", "cockroachdb+psycopg2", "cockroachdb+asyncpg"],
        true,
    ),
    one("AmqpDsn", &["amqp", "amqps"], false),
    one("RedisDsn", &["redis", "rediss"], false),
    many("MongoDsn", &["mongodb", "mongodb+srv"], false),
    one("KafkaDsn", &["kafka"], false),
    many("NatsDsn", &["nats", "tls", "ws", "wss"], false),
    one(
        "MySQLDsn",
        &[
            "mysql",
            "mysql+mysqlconnector",
            "mysql+aiomysql",
            "mysql+asyncmy",
            "mysql+mysqldb",
            "mysql+pymysql",
            "mysql+cymysql",
            "mysql+pyodbc",
        ],
        true,
    ),
    // Its default port makes a host necessary.
    one(
        "MariaDBDsn",
        &["mariadb", "mariadb+mariadbconnector", "mariadb+pymysql"],
        true,
    ),
    one(
        "ClickHouseDsn",
        &[
            "clickhouse",
            "clickhouse+native",
            "clickhouse+asynch",
            "clickhouse+http",
            "clickhouses",
            "clickhousedb",
        ],
        false,
    ),
    one("SnowflakeDsn", &["snowflake"], true),
];

/// The names of those without a limit of length, the narrowest first.
pub(super) const NAMES: &[&str] = &[
    "AnyHttpUrl",
    "AnyWebsocketUrl",
    "FileUrl",
    "FtpUrl",
    "CockroachDsn",
    "AmqpDsn",
    "RedisDsn",
    "KafkaDsn",
    "MySQLDsn",
    "MariaDBDsn",
    "ClickHouseDsn",
    "SnowflakeDsn",
    "AnyUrl",
];

/// A URL type by its name in pydantic.
pub(super) fn named(name: &str) -> Option<(&'static str, ValueType)> {
    let found = URLS.iter().find(|known| known.name == name)?;
    let schemes = found.schemes.iter().map(|scheme| Box::from(*scheme));
    let host: &[&str] = if found.must_have_host { &["*"] } else { &[] };
    // The web's URLs have one host anyway.
    let web = !found.schemes.is_empty() && found.schemes.iter().all(|it| is_web_scheme(it));
    let value_type = ValueType::Url {
        schemes: schemes.collect(),
        hosts: host.iter().map(|host| Box::from(*host)).collect(),
        pydantic: !found.many_hosts && !web,
    };
    Some((found.name, value_type))
}

/// The words of a scheme that pydantic knows, to show them.
pub(crate) fn known_scheme(scheme: &str) -> Option<&'static str> {
    let mut all = URLS.iter().flat_map(|known| known.schemes);
    all.find(|known| **known == scheme).copied()
}
