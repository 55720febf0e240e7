//! Words: what their letters cost, and the best known of them.

use crate::core::entropy::units::BIT;

/// The cost of each letter from `a` after each letter and at a word's start, in half
/// bits: `a` means 0, `b` one half. Counted over English words, names and common
/// passwords.
#[rustfmt::skip]
const COSTS: [[u8; 32]; 32] = table([
    b"pkjjoolnkqmgjfrlsgiglmoqln", // a
    b"fknofusogrrhqpgsshlqhrstkr", // b
    b"fqlrhrsfiuhkrpfvsjnijrwums", // c
    b"gnokemmnfprmnogrtijojonvlr", // d
    b"jnkhknmpmsphkgnmregjomnmlq", // e
    b"gsnoghnlfsoiqngqshnkintvls", // f
    b"gnrofnkihqrjnkhrvhkmivpvlt", // g
    b"emrqfnsrgnpmmmgrwknkjsovkw", // h
    b"imhkimksssnikfilrkhhpluqsm", // i
    b"eqllfsolinjoonformqtgotmmr", // j
    b"fmqpemtkfonklmhpwkilkrowjq", // k
    b"fnokfnprftognrhpwskljnrwis", // l
    b"ejmtfsusguupjpgiwplrjuqwmu", // m
    b"hojhgmgoholppkistqhgmorunp", // n
    b"nlkkonkonrmhiejkugjjikkpnq", // o
    b"frsrfqthhtriqsgjwgkkjwswmu", // p
    b"grppttoqmrqqqqqpjpowcqfoqq", // q
    b"fmljfmlpgrmlkkgnukiikoqwks", // r
    b"hojogqshhwllkoijqrhfirmrmr", // s
    b"gqnsfrshfurmophrwhjjktovkp", // t
    b"jkikjmkqkqnhigpkvgghuptppp", // u
    b"fnssdmpweptoushsunpppstunw", // v
    b"enqnfppjfqnlojgppljoptoumr", // w
    b"ilgohmqlfqrnmokhqjkglqoiin", // x
    b"gjjjikmnlmpiihijtjhjkpmqno", // y
    b"enonesqkgtommmhpqpnokqmjkh", // z
    b"iihikjjjklljilliojhjnllspp", // at the start
]);

/// The costs as a lookup table: rows and columns without a letter cost more than any
/// letter.
const fn table(rows: [&[u8; 26]; 27]) -> [[u8; 32]; 32] {
    let mut costs = [[100; 32]; 32];
    let mut row = 0;
    while row < rows.len() {
        let mut column = 0;
        while column < 26 {
            costs[row][column] = rows[row][column] - b'a';
            column += 1;
        }
        row += 1;
    }
    costs
}

/// The row of a word's start.
pub(super) const START: u8 = 26;

/// What a letter costs after another.
#[inline]
pub(super) fn spelled(row: u8, letter: u8) -> u32 {
    u32::from(COSTS[usize::from(row & 31)][usize::from(letter & 31)]) * (BIT / 2)
}

/// Words that hold sentences together. They cost [`LITTLE`].
const LITTLE_WORDS: &str = "\
    be us eu ap ne v na a all am an and are as at be been but by can could das de der did die do does du el \
    en et for from get go had has have he her him his how i if il in into is ist it its \
    la le les let los m me my no not o of on or our out que she si so than that the \
    their then there they this to un una und up very was we were what when whether which \
    who whom will with would y you your";

/// The words that people choose for passwords, and those that settings are made
/// of. They cost [`COMMON`].
const COMMON_WORDS: &str = "\
    qazwsx qwerty asdf zxcv adgjmptw git github northeast southeast fox dog compute node mini abandon access account adidas admin administrator agents airborne alex alexis alice \
    amanda america amy andrea andrew angel angela angels anna anthony api apikey apollo \
    app apples application applications apps april arsenal august austin autumn baby \
    backup bandit barbara barney baseball batman bear beaver beavis berlin \
    bigboy bigdog biteme blue booger boomer boston bot brandy braves brian brooklyn \
    brown bubba bubbles buster butter camaro cameron canada captain carlos carol casper \
    central changeme charles charlie chelsea chester chicago chicken chris christopher \
    client cloud cluster cocacola com compaq computer config configuration cookie \
    corvette cowboy cowboys dakota dallas daniel daniela data database dave \
    david davis debug december default demo dennis dev dexter diablo diamond diana \
    docker doctor dolphins donald donkey dorothy dragon eagles east edu edward elena \
    elephant email emily eminem emma england enter eric error example false february \
    felix ferrari file files final fish fishing florida flower football forever france \
    frank freddy friday gandalf garcia garfield gary gateway gators gemini george \
    germany giants ginger gmail gmx godzilla golden golfer gov guest guitar gunner \
    hammer hannah harley heaven helen hello henry here hockey home host hotdog \
    hotmail http https hunter iceman iloveyou info internal internet ivan jack jacob \
    jaguar james january jason jasper jeff jennifer jessica joe john johnson jones \
    jordan jose joseph josh joshua julia july jumps june karen kevin key keyboard keys \
    killer kim lakers latest laura lazy lee letmein lifehack linda lisa liverpoo \
    liverpool local localhost login london love lover lovers lucas lucky luis maddog \
    madison madrid maggie magic mail main march marco margaret maria mark marlboro \
    martin mary master matthew max maxwell mercedes merlin metallic michael michelle \
    mickey midnight mike miller model monday money mongo monkey monster moscow mother \
    muffin mysql name nancy nascar natasha net newyork nick nicole nikita nirvana nissan \
    node none north november null number october olga oliver orange org packers pakistan \
    paris pass passwd password passwort patricia patrick paul peaches peanut pepper \
    peter placeholder playboy please pokemon pookie porsche postgres postgresql prd \
    primary prince princess private prod production project public pumpkin pwd quick \
    rabbit rabbitmq rachel raiders rainbow rangers real redis redskins redsox region \
    replace research richard robert root rosebud russia ryan samantha sample samson \
    samsung sandra sara sarah saturday saturn scooby scorpio scott secondary secret \
    secrets september server service services settings shadow share sharon shelby skippy \
    slayer slipknot smith smokey sniper snoopy snowball soccer sophie south sparky \
    spring staging startrek starwars steelers stefan stephen steve steven string \
    stupid success summer sunday sunshine superman susan sydney system temp temporary \
    tennis test testing tests theman thomas thunder thursday tigers tigger tim token tom \
    tomcat topgun toyota true trustno tuesday user username usr value version victor \
    viking vladimir voodoo voyager warning warrior web wednesday welcome west whatever \
    william wilson winston winter www xavier yahoo yamaha yankees yellow yuri";

const LITTLE: u32 = 3 * BIT;
const COMMON: u32 = 7 * BIT;

/// The longest of these words.
pub(super) const LONGEST: usize = 14;

/// The hash of a word, letter by letter (FNV-1a).
#[derive(Clone, Copy)]
pub(super) struct Hash(u32);

impl Hash {
    pub(super) const NEW: Self = Self(0x811c_9dc5);

    /// Goes on to a letter.
    #[inline]
    pub(super) const fn with(self, letter: u8) -> Self {
        Self((self.0 ^ letter as u32).wrapping_mul(0x0100_0193))
    }

    /// What the word costs, if it is a known one.
    #[inline]
    pub(super) fn cost(self) -> Option<u32> {
        let mut at = self.slot();
        loop {
            match KNOWN[at % SLOTS] {
                (0, _) => return None,
                (hash, cost) if hash == self.0 => return Some(cost),
                _ => at += 1,
            }
        }
    }

    const fn slot(self) -> usize {
        (self.0 >> 16) as usize
    }
}

/// Whether a third of the words of a text are those that hold sentences together.
pub(super) fn is_sentence(text: &[u8]) -> bool {
    let (mut all, mut little) = (0, 0);
    for word in text.split(u8::is_ascii_whitespace) {
        let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic());
        let letters = letters.map(|byte| byte.to_ascii_lowercase() - b'a');
        all += 1;
        little += u32::from(letters.fold(Hash::NEW, Hash::with).cost() == Some(LITTLE));
    }
    all > 4 && little * 3 >= all
}

/// Whether any of these words begins with three letters.
#[inline]
pub(super) fn begins_known(letters: [u8; 3]) -> bool {
    let gram = letters
        .iter()
        .fold(0, |gram, letter| gram << 5 | usize::from(*letter));
    BEGINNINGS[gram / 64 % BEGINNINGS.len()] >> (gram % 64) & 1 != 0
}

static BEGINNINGS: [u64; 512] = {
    let mut grams = [0; 512];
    let (mut list, lists) = (0, [LITTLE_WORDS.as_bytes(), COMMON_WORDS.as_bytes()]);
    while list < lists.len() {
        let mut rest = lists[list];
        let mut begins = true;
        while let [one, others @ ..] = rest {
            if begins
                && let [two, three, ..] = others
                && *two != b' '
                && *three != b' '
            {
                let gram = ((*one - b'a') as usize) << 10
                    | ((*two - b'a') as usize) << 5
                    | (*three - b'a') as usize;
                grams[gram / 64] |= 1 << (gram % 64);
            }
            begins = *one == b' ';
            rest = others;
        }
        list += 1;
    }
    grams
};

const SLOTS: usize = 2048;

/// The known words by their hash, with open addressing; less than half is in use.
static KNOWN: [(u32, u32); SLOTS] = known();

const fn known() -> [(u32, u32); SLOTS] {
    let mut slots = [(0, 0); SLOTS];
    let lists = [(LITTLE_WORDS, LITTLE), (COMMON_WORDS, COMMON)];
    let mut list = 0;
    while list < lists.len() {
        let (words, cost) = lists[list];
        let mut rest = words.as_bytes();
        let mut hash = Hash::NEW;
        while let [letter, others @ ..] = rest {
            if *letter != b' ' {
                hash = hash.with(*letter - b'a');
            }
            rest = others;
            if rest.is_empty() || rest[0] == b' ' {
                let mut at = hash.slot();
                while slots[at % SLOTS].0 != 0 {
                    at += 1;
                }
                slots[at % SLOTS] = (hash.0, cost);
                hash = Hash::NEW;
                if let [_, others @ ..] = rest {
                    rest = others;
                }
            }
        }
        list += 1;
    }
    slots
}
