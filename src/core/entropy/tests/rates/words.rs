//! Lists of words.

/// Words of a list for dice, of BIP 39, of the most common passwords, and of names.
pub(super) const DICEWARE: &str = "\
    reappear easiness smith google subwoofer scapegoat wrongness trousers slurp reselect \
    voicing overcrowd antitrust trodden malformed stimulant yapping dupe reprint backlight \
    update contort cauterize grunge manly unframed dubbed handpick panhandle capricorn \
    pointing duplicate alabaster skimpily diagram igloo entree curry vice unfitted stage \
    haven corner sputter suing boat coat railway raider launder chowtime class abruptly \
    unholy action depress stench devourer cradling unify crafty even filth defeat oxidizing \
    unlined sacrament recall delta curliness wrench scarce decorator untidy haphazard \
    express amusement grading imprison crafter wiry compacted eliminate blabber freeing \
    facecloth tattle pucker prelude accompany progress sacred seventy fruit blandness ferris";
pub(super) const BIP39: &str = "\
    remove original wage payment future wait vehicle focus brush lobster arm require solve \
    announce stool rocket scheme again treat blood frequent goose diagram law uncover \
    raccoon remember lesson undo dance rose number barrel tank concert height purpose rifle \
    episode puppy minor connect paper peasant orphan food chimney equip oxygen waste famous \
    boat city sound aware kangaroo quote length true subject enhance broken awkward witness";
pub(super) const COMMON: &str = "\
    lickme westside trouble garfield hotstuff doctor asdf1234 trfnthbyf 666999 police lakers \
    redneck avatar beaver storm andrey mulder omega admin zipper charlie1 rooster goforit \
    cessna 01012011 helpme xfiles sticky flyers wrinkle1 01012000 lovely asdfasdf chicks \
    predator mongoose andrei 456123 tennis spike hello blizzard nfnmzyf chevelle blackie \
    chopper polina bigmac minecraft 7777777 virgin avalon pontiac kirill 321654 123654789 \
    seminole airforce 135790 whynot balls lucifer michigan chiefs pervert blessed phantom \
    spyder beatles simple catfish racecar hobbes fishing stephani fluffy poiuyt wolfpack \
    fylhtq 159753 poopoo saturn stormy metallica spirit stalker bigdog adgjmptw vikings \
    lasvegas porsche asdfghjk pookie a1b2c3d4 doggie chichi hello1 silver gambit pascal \
    142536 corona redsox svetlana domino qazwsx123 12345678 cancer montreal psycho";
pub(super) const FIRST: &str = "\
    judy samuel april alice edward leslie nancy ryan margaret debbie shannon brenda susan \
    debra adam denise danielle anita joyce emily louis victor doris rita stanley fred carl \
    martha james terry kimberly rhonda julie rachel andrea chad rosa maria dawn teresa";
pub(super) const LAST: &str = "\
    banks hughes shaw payne mckinney dixon lynch anderson carroll matthews obrien stone ross \
    jennings white torres carlson morales hudson rodriguez price howell miller barnett bush \
    munoz palmer mason caldwell robinson";
