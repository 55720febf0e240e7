//! The tokens of clouds and hosting.

use crate::schema::formats::form::Piece::{OneOf, Run, Text};
use crate::schema::formats::form::Row;
use crate::schema::formats::table::spelling::{
    ALNUM, BASE64, DASH, DIGIT, DOT, HEX, LOWER, NO_LIMIT, UPPER, URL64, UUID, WORD, live, other,
    row, run, vague,
};

pub(super) const ROWS: &[Row] = &[
    row(
        "aws-access-key-id",
        &[
            // Those of before 2019 are not base32.
            live(&["AKIA", "ASIA", "ABIA", "ACCA"], &[run(UPPER, 16)]),
            live(&["A3T"], &[run(UPPER, 1), run("A-Z2-7", 16)]),
        ],
    ),
    row("aws-secret-access-key", &[vague(&[run("A-Za-z0-9/+", 40)])]),
    row(
        "azure",
        &[
            live(
                &[""],
                &[
                    run("A-Za-z0-9_.~", 3),
                    run(DIGIT, 1),
                    Text("Q~"),
                    Run("A-Za-z0-9_.~-", 31, 34),
                ],
            ),
            live(
                &["DefaultEndpointsProtocol="],
                &[
                    Run("A-Za-z0-9=;.-", 0, 200),
                    Text(";AccountKey="),
                    run(BASE64, 88),
                    Run("A-Za-z0-9=;:/.-", 0, 400),
                ],
            ),
            live(&["AccountKey="], &[run(BASE64, 88)]),
            vague(&[run("A-Za-z0-9/+", 86), Text("==")]),
        ],
    ),
    row(
        "azure-openai",
        &[vague(&[run(HEX, 32)]), vague(&[run(ALNUM, 84)])],
    ),
    row(
        "google-client-secret",
        &[live(&["GOCSPX-"], &[run(URL64, 28)])],
    ),
    row("alibaba", &[live(&["LTAI"], &[Run(ALNUM, 12, 21)])]),
    row(
        "digitalocean",
        &[
            live(&["dop_v1_", "doo_v1_", "dor_v1_"], &[run(HEX, 64)]),
            vague(&[run(HEX, 64)]),
        ],
    ),
    row(
        "cloudflare",
        &[
            live(&["cfk_", "cfut_", "cfat_"], &[run(ALNUM, 40), run(HEX, 8)]),
            live(&["v1.0-"], &[run(HEX, 24), DASH, run(HEX, 146)]),
            vague(&[run(URL64, 40)]),
            vague(&[run(HEX, 37)]),
        ],
    ),
    row(
        "vercel",
        &[
            live(
                &["vcp_", "vci_", "vca_", "vcr_", "vck_"],
                &[Run(ALNUM, 20, 60)],
            ),
            vague(&[run(ALNUM, 24)]),
        ],
    ),
    row(
        "netlify",
        &[
            live(&["nfp_"], &[run(WORD, 36)]),
            vague(&[Run(URL64, 43, 45)]),
        ],
    ),
    row("render", &[live(&["rnd_"], &[Run(ALNUM, 28, 32)])]),
    row("neon", &[live(&["napi_"], &[run(ALNUM, 64)])]),
    row(
        "fly",
        &[
            live(&["fo1_"], &[run(URL64, 43)]),
            // One value may contain several tokens, separated by commas.
            live(
                &[
                    "fm1_",
                    "fm2_",
                    "fm1a_",
                    "fm1r_",
                    "fm2a_",
                    "fm2r_",
                    "FlyV1 fm1_",
                    "FlyV1 fm2_",
                ],
                &[Run("A-Za-z0-9/+=_,", 100, NO_LIMIT)],
            ),
        ],
    ),
    row(
        "heroku",
        &[
            live(&["HRKU-AA"], &[run(URL64, 58)]),
            live(&["HRKU-"], &UUID),
            vague(&UUID),
        ],
    ),
    row(
        "supabase",
        &[
            live(&["sbp_"], &[run(LOWER, 40)]),
            live(&["sb_secret_"], &[Run(URL64, 20, 60)]),
            other(&["sb_publishable_"], &[Run(URL64, 20, 60)]),
            vague(&[
                Text("ey"),
                Run(URL64, 17, 500),
                Text(".ey"),
                Run(URL64, 17, 2000),
                DOT,
                Run(URL64, 10, 700),
            ]),
        ],
    ),
    row(
        "planetscale",
        &[live(
            &["pscale_tkn_", "pscale_oauth_", "pscale_pw_"],
            &[Run("A-Za-z0-9_=.-", 32, 64)],
        )],
    ),
    row(
        "databricks",
        &[live(
            &["dapi"],
            &[
                run(HEX, 32),
                OneOf(&[
                    "", "-0", "-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9",
                ]),
            ],
        )],
    ),
    row(
        "tailscale",
        &[live(
            &["tskey-"],
            &[
                Run("a-z", 1, 20),
                DASH,
                Run(WORD, 5, 60),
                DASH,
                Run(WORD, 5, 60),
            ],
        )],
    ),
    row(
        "ngrok",
        &[live(
            &[""],
            &[
                Text("2"),
                run(ALNUM, 26),
                Text("_"),
                run(DIGIT, 1),
                run(ALNUM, 20),
            ],
        )],
    ),
];
