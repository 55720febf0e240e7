//! The tokens of the services that agents call: search, browsers, sandboxes, stores
//! of vectors, and what watches them.

use crate::schema::formats::form::Piece::{OneOf, Run, Text};
use crate::schema::formats::form::Row;
use crate::schema::formats::table::spelling::{
    ALNUM, DASH, DOT, HEX, LOWER, URL64, UUID, live, other, row, run, vague,
};

pub(super) const ROWS: &[Row] = &[
    // Search.
    row(
        "tavily",
        &[
            live(&["tvly-"], &[run(ALNUM, 32)]),
            live(&["tvly-dev-", "tvly-prod-"], &[Run(URL64, 30, 64)]),
        ],
    ),
    row("serper", &[vague(&[run(HEX, 40)])]),
    row("exa", &[vague(&UUID)]),
    row("brave", &[vague(&[Text("BSA"), Run(URL64, 24, 40)])]),
    row("jina", &[live(&["jina_"], &[run(ALNUM, 60)])]),
    // Browsers and sandboxes.
    row("firecrawl", &[live(&["fc-"], &[run(HEX, 32)])]),
    row("apify", &[live(&["apify_api_"], &[Run(ALNUM, 34, 38)])]),
    row(
        "browserbase",
        &[
            live(&["bb_live_"], &[Run(URL64, 24, 40)]),
            other(&["bb_test_"], &[Run(URL64, 24, 40)]),
        ],
    ),
    row("e2b", &[live(&["e2b_"], &[run(HEX, 40)])]),
    // The id and the secret of a token.
    row("modal", &[vague(&[OneOf(&["ak-", "as-"]), run(ALNUM, 22)])]),
    // Documents and vectors.
    row("llamacloud", &[live(&["llx-"], &[Run(ALNUM, 40, 64)])]),
    row(
        "voyage",
        &[vague(&[OneOf(&["pa-", "al-"]), run(URL64, 43)])],
    ),
    row(
        "qdrant",
        &[vague(&[
            Text("eyJ"),
            Run(URL64, 16, 200),
            Text(".eyJ"),
            Run(URL64, 10, 2000),
            DOT,
            Run(URL64, 40, 90),
        ])],
    ),
    row(
        "upstash",
        &[
            vague(&[Run("A-Za-z0-9/+_-", 32, 100), Run("=", 0, 2)]),
            vague(&UUID),
        ],
    ),
    row(
        "helicone",
        &[live(
            &["sk-helicone-", "sk-helicone-eu-", "sk-helicone-rl-"],
            &[
                run(LOWER, 7),
                DASH,
                run(LOWER, 7),
                DASH,
                run(LOWER, 7),
                DASH,
                run(LOWER, 7),
            ],
        )],
    ),
];
