//! The tokens of other services, and forms without a provider.

use crate::schema::formats::form::Piece::{OneOf, Run, Text};
use crate::schema::formats::form::{Piece, Row};
use crate::schema::formats::table::spelling::{
    ALNUM, ANY_HEX, BASE64, DASH, DIGIT, DOT, HEX, LOWER, NO_LIMIT, UPPER, URL64, UUID, WORD, live,
    other, row, run, vague,
};

const LABEL: &str = " A-Z0-9_-";
const KEY_BLOCK: Piece = OneOf(&["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"]);

pub(super) const ROWS: &[Row] = &[
    // Services.
    row(
        "slack",
        &[
            live(
                &[
                    "xoxa-",
                    "xoxb-",
                    "xoxe-",
                    "xoxo-",
                    "xoxp-",
                    "xoxr-",
                    "xoxs-",
                    "xoxe.xoxb-",
                    "xoxe.xoxp-",
                ],
                &[Run("A-Za-z0-9-", 10, 250)],
            ),
            live(
                &["xapp-"],
                &[run(DIGIT, 1), DASH, Run("A-Za-z0-9-", 20, 250)],
            ),
            live(
                &["https://hooks.slack.com/"],
                &[
                    OneOf(&["services/", "workflows/", "triggers/"]),
                    Run("A-Za-z0-9/+_-", 40, 120),
                ],
            ),
            // What signs requests, and the older token that came with them.
            vague(&[run(HEX, 32)]),
            vague(&[run(ALNUM, 24)]),
        ],
    ),
    row(
        "stripe",
        &[
            live(
                &["sk_live_", "rk_live_", "sk_prod_", "rk_prod_", "pk_live_"],
                &[Run(ALNUM, 10, 247)],
            ),
            other(
                &["sk_test_", "rk_test_", "pk_test_"],
                &[Run(ALNUM, 10, 247)],
            ),
            // A webhook's secret, which does not show its mode.
            other(&["whsec_"], &[Run(BASE64, 24, 64)]),
            vague(&[run(ALNUM, 32)]),
        ],
    ),
    row(
        "twilio",
        &[live(&["SK"], &[run(ANY_HEX, 32)]), vague(&[run(HEX, 32)])],
    ),
    row(
        "sendgrid",
        &[live(
            &["SG."],
            &[Run(URL64, 20, 24), DOT, Run(URL64, 39, 50)],
        )],
    ),
    row(
        "resend",
        &[live(&["re_"], &[run(ALNUM, 8), Text("_"), run(ALNUM, 24)])],
    ),
    row(
        "mailgun",
        &[
            live(&["key-"], &[run(LOWER, 32)]),
            live(&[""], &[run(HEX, 32), DASH, run(HEX, 8), DASH, run(HEX, 8)]),
        ],
    ),
    row(
        "mailchimp",
        &[live(&[""], &[run(HEX, 32), Text("-us"), Run(DIGIT, 1, 2)])],
    ),
    row(
        "notion",
        &[
            live(&["ntn_"], &[run(DIGIT, 11), run(ALNUM, 35)]),
            live(&["secret_"], &[run(ALNUM, 43)]),
        ],
    ),
    row(
        "airtable",
        &[live(&["pat"], &[run(ALNUM, 14), DOT, run(HEX, 64)])],
    ),
    row(
        "hubspot",
        &[
            live(
                &["pat-na1-", "pat-na2-", "pat-na3-", "pat-eu1-", "pat-ap1-"],
                &UUID,
            ),
            vague(&UUID),
        ],
    ),
    row("linear", &[live(&["lin_api_"], &[run(ALNUM, 40)])]),
    row(
        "figma",
        &[live(&["figd_", "figp_"], &[Run(URL64, 40, 120)])],
    ),
    row(
        "sentry",
        &[
            live(&["sntrys_eyJ"], &[Run("A-Za-z0-9/+=_", 60, 500)]),
            live(&["sntryu_"], &[run(HEX, 64)]),
            vague(&[run(HEX, 64)]),
        ],
    ),
    row(
        "grafana",
        &[
            live(&["glc_"], &[Run(BASE64, 32, 400)]),
            live(&["glsa_"], &[run(ALNUM, 32), Text("_"), run(ANY_HEX, 8)]),
            vague(&[Text("eyJrIjoi"), Run(BASE64, 50, 400)]),
        ],
    ),
    row(
        "shopify",
        &[
            live(
                &["shpat_", "shpca_", "shppa_", "shpss_"],
                &[run(ANY_HEX, 32)],
            ),
            vague(&[run(HEX, 32)]),
        ],
    ),
    row(
        "square",
        &[
            live(&["EAAA"], &[run(URL64, 60)]),
            live(&["sq0atp-"], &[Run(URL64, 22, 60)]),
        ],
    ),
    // The other is a project's own, and public.
    row(
        "posthog",
        &[
            live(&["phx_"], &[Run(WORD, 43, 48)]),
            other(&["phc_"], &[Run(WORD, 43, 48)]),
        ],
    ),
    row(
        "telegram",
        &[live(&[""], &[Run(DIGIT, 8, 10), Text(":"), run(URL64, 35)])],
    ),
    row(
        "discord",
        &[
            // The first part is the number of the bot in Base64.
            vague(&[
                OneOf(&["M", "N", "O"]),
                Run(URL64, 22, 30),
                DOT,
                run(URL64, 6),
                DOT,
                Run(URL64, 27, 40),
            ]),
            live(
                &[
                    "https://discord.com/api/webhooks/",
                    "https://discordapp.com/api/webhooks/",
                    "https://canary.discord.com/api/webhooks/",
                    "https://ptb.discord.com/api/webhooks/",
                ],
                &[Run(DIGIT, 17, 20), Text("/"), Run(URL64, 60, 80)],
            ),
        ],
    ),
    row(
        "datadog",
        &[
            live(&["ddapp_"], &[run(ALNUM, 34)]),
            vague(&[run(HEX, 32)]),
            vague(&[run(HEX, 40)]),
        ],
    ),
    row(
        "new-relic",
        &[
            live(&["NRAK-"], &[run(UPPER, 27)]),
            live(&["NRII-", "NRIQ-"], &[Run(URL64, 25, 32)]),
            live(&["NRAA-"], &[run(HEX, 27)]),
            live(&[""], &[run(LOWER, 6), run(ANY_HEX, 30), Text("NRAL")]),
            // A browser's, and public.
            other(&["NRJS-"], &[run(HEX, 19)]),
        ],
    ),
    // Without a provider.
    row(
        "private-key",
        &[other(
            &["-----BEGIN"],
            &[
                Run(LABEL, 0, 100),
                KEY_BLOCK,
                Run("^\0", 0, NO_LIMIT),
                Text("-----END"),
                Run(LABEL, 0, 100),
                KEY_BLOCK,
                Run("\r\n ", 0, 4),
            ],
        )],
    ),
    row(
        "jwt",
        &[other(
            &["ey"],
            &[
                Run(URL64, 17, NO_LIMIT),
                Text(".ey"),
                Run("A-Za-z0-9_/-", 17, NO_LIMIT),
                DOT,
                Run("A-Za-z0-9_/-", 10, NO_LIMIT),
            ],
        )],
    ),
    row(
        "url-with-password",
        &[other(
            &[""],
            &[
                Run("a-z0-9+.-", 1, 40),
                Text("://"),
                Run("^ \t\r\n:/@", 0, NO_LIMIT),
                Text(":"),
                Run("^ \t\r\n/@", 3, NO_LIMIT),
                Text("@"),
                Run("^ \t\r\n", 0, NO_LIMIT),
            ],
        )],
    ),
];
