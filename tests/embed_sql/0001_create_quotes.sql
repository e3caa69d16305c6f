-- Text that a generator could trip over: 'single', "double", `back`, [brackets], \n \" \\ and a trailing \
CREATE TABLE "a;b" ([c;d] TEXT DEFAULT 'it''s; ${HOME} @VERSION@ $ENV{HOME} $<CONFIG>');
-- )"; )sql"; R"( ??/ /* */ // # %s %% été 漢字
