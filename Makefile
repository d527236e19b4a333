# mobutils - mail, SMS and MMS as Unix filters.
#
#	make		build the programs into build/
#	make demo	install what is missing, build, show the main job
#	make check	install what is missing, build, run every test
#			(DEPS=: installs nothing; JOBS=n tests at once)
#	make bench	measure speed (TRACKED=n messages in a store, not a million)
#	make fuzz	try octets that nobody thought of, a minute a target
#			(FUZZ_SECONDS=n, FUZZ=name for one): tests/fuzz/README.md
#	make lint	layers, formatting, shellcheck, man pages, both compilers
#	make install	DESTDIR and PREFIX are honoured; so by make uninstall

# 1. Folders of lib/: what each may include, and the packages it alone uses.
FOLDERS		= base gsm smpp mm7 record config mail flow net http store gateway engine
base_MAY	=
gsm_MAY		= base
smpp_MAY	= base
mm7_MAY		= base
record_MAY	= base
config_MAY	= base
mail_MAY	= base
flow_MAY	= base
net_MAY		= base smpp
http_MAY	= base net
store_MAY	= base
gateway_MAY	= base gsm smpp mm7 record config mail
engine_MAY	= base gsm smpp mm7 record config mail flow net http store gateway

mm7_PKGS	= libxml-2.0
record_PKGS	= yajl
mail_PKGS	= gmime-3.0 libxml-2.0
net_PKGS	= libevent_core openssl
http_PKGS	= libcurl libcrypto
store_PKGS	= sqlite3
engine_PKGS	= libcrypt

# 2. Commands: the folders each is made of, upper before lower.
CMDS		= mail2sms mm7-serve mm7-submit mobstate smpp-dump smpp-listen smpp-send smpp-share sms2mail
mail2sms_USES	= engine gateway store flow mail record config gsm smpp base
mm7-serve_USES	= engine gateway store http net flow mail record config mm7 gsm smpp base
mm7-submit_USES	= engine gateway store http net flow mail record config mm7 gsm smpp base
mobstate_USES	= engine gateway store flow record config gsm smpp base
smpp-dump_USES	= engine gateway flow record smpp base
smpp-listen_USES = engine net gateway store flow record config gsm smpp base
smpp-send_USES	= engine net gateway store flow record config gsm smpp base
smpp-share_USES	= engine net gateway store flow record config gsm smpp base
sms2mail_USES	= engine gateway store flow mail record config gsm smpp base

# 3. Fuzz targets, tests/fuzz/NAME.c, by the folder that each is about.
smpp_FUZZ	= pdu receipt session
gsm_FUZZ	= gsm udh
mm7_FUZZ	= related soap
record_FUZZ	= record
config_FUZZ	= config
mail_FUZZ	= html mail
http_FUZZ	= http
store_FUZZ	= id_form
gateway_FUZZ	= incoming mms sms2mail submit
engine_FUZZ	= import

MAN		= $(wildcard man/*.[1578])
MAN_MADE	= $(B)/man/mobutils.conf.5
VERSION		= 0.1

PREFIX		= /usr/local
BINDIR		= $(PREFIX)/bin
MANDIR		= $(PREFIX)/share/man
DOCDIR		= $(PREFIX)/share/doc/mobutils

B		= build
CSTD		= -std=c11 -D_XOPEN_SOURCE=700
WARN		= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS		= -O2 -g -fstack-protector-strong
LDFLAGS		= -Wl,--as-needed

DEPS		= scripts/deps
JOBS		= 2
# static: a shared libubsan does not write to where UBSAN_OPTIONS says
SANITIZE	= -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
		-static-libasan -static-libubsan
FUZZ_FLAGS	= -g -O1 -fsanitize=fuzzer-no-link,address,undefined \
		-fno-sanitize-recover=all
FUZZ_SECONDS	= 60
FUZZ		= $(foreach f,$(FOLDERS),$($(f)_FUZZ))
BATS		= $(wildcard tests/*/*.bats)

.PHONY: all demo check bench fuzz lint layers install uninstall clean unit programs
all: $(CMDS:%=$(B)/%) $(MAN_MADE)

# -MMD writes what each object included; -MP survives a deleted header.
$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CSTD) $(WARN) $(CFLAGS) -DVERSION='"$(VERSION)"' -MMD -MP -Ilib $(PKG_CFLAGS) -c -o $@ $<

define folder
$(1)_OBJS := $$(patsubst %.c,$$(B)/%.o,$$(wildcard lib/$(1)/*.c lib/$(1)/*/*.c))
$$($(1)_OBJS): PKG_CFLAGS = $$(if $$($(1)_PKGS),$$(shell pkg-config --cflags $$($(1)_PKGS)))
$$(B)/lib$(1).a: $$($(1)_OBJS)
	@rm -f $$@
	$$(AR) rcs $$@ $$^
endef
$(foreach f,$(FOLDERS),$(eval $(call folder,$(f))))

libs = $(if $(strip $(1)),$(shell pkg-config --libs $(1)))

define command
$(1)_PKGS = $$(foreach f,$$($(1)_USES),$$($$(f)_PKGS))
$$(B)/$(1): $$(B)/cmd/$(1).o $$($(1)_USES:%=$$(B)/lib%.a)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(call libs,$$($(1)_PKGS))
endef
$(foreach c,$(CMDS),$(eval $(call command,$(c))))

# Unit tests: tests/unit/FOLDER/NAME.c, made of FOLDER and what it may include.
# They print TAP; so does bats.  `make unit-gsm` runs one folder's.  So are fuzz
# targets, which without libFuzzer run the inputs that were kept.
FUZZ_MAIN = $(B)/tests/fuzz/replay.o
define unit
$(1)_TARGETS := $$(addprefix $$(B)/tests/fuzz/,$$($(1)_FUZZ))
$(1)_TESTS := $$(patsubst %.c,$$(B)/%,$$(wildcard tests/unit/$(1)/*.c)) $$($(1)_TARGETS)
$$($(1)_TARGETS): $$(FUZZ_MAIN)
$(1)_PARTS = $(1) $$(filter $$($(1)_MAY),engine gateway store http net flow mail config record mm7 smpp gsm base)
$(1)_LIBS = $$(addprefix $$(B)/lib,$$(addsuffix .a,$$($(1)_PARTS)))
$$($(1)_TESTS): $$(B)/%: $$(B)/%.o $$$$($(1)_LIBS)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$(filter %.o,$$^) $$($(1)_LIBS) \
	    $$(call libs,$$(foreach f,$$($(1)_PARTS),$$($$(f)_PKGS)))
.PHONY: unit-$(1)
unit-$(1): $$($(1)_TESTS)
	@scripts/tally $$($(1)_TESTS)
endef
.SECONDEXPANSION:
$(foreach f,$(FOLDERS),$(eval $(call unit,$(f))))
UNIT_TESTS = $(foreach f,$(FOLDERS),$($(f)_TESTS))
$(B)/tests/%.o: PKG_CFLAGS = -Itests/unit
$(B)/tests/unit/mm7/write.o: PKG_CFLAGS = -Itests/unit \
	$(shell pkg-config --cflags libxml-2.0)
unit: $(UNIT_TESTS)
	@scripts/tally $(UNIT_TESTS)

# Pages whose list of options is made from lib/config's table.
$(B)/tools/optlist: $(B)/tools/optlist.o $(B)/libconfig.a $(B)/libbase.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^
$(MAN_MADE): $(B)/man/%: man/%.in $(B)/tools/optlist
	@mkdir -p $(@D)
	$(B)/tools/optlist <$< >$@.new && mv $@.new $@

# Each #include "folder/x.h" in lib/F must be F itself or in F_MAY.
layers:
	@scripts/layers $(foreach f,$(FOLDERS),"$(f): $($(f)_MAY)")

# All that tests need.  Built by a make of its own, once scripts/deps is done:
# before that, pkg-config may not have been there.
programs: all $(UNIT_TESTS)
submake = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))

# The unit tests and those of the commands a second time, with sanitizers (and
# without --as-needed: with it libasan's crypt_r would stand for libcrypt's).
check:
	@$(DEPS) check
	+@$(submake) layers programs
	+@$(submake) programs B=$(B)/asan CFLAGS='$(SANITIZE)' LDFLAGS=
	@scripts/tally -P $(JOBS) $(UNIT_TESTS) MOBUTILS_BUILD=$(B) $(BATS) \
	    MOBUTILS_BUILD=$(B)/asan $(UNIT_TESTS:$(B)/%=$(B)/asan/%) \
	    $(filter tests/cmd/%,$(BATS))

demo:
	@$(DEPS) demo
	+@$(submake) all
	@MOBUTILS_BUILD=$(B) scripts/demo

# The measuring programs: libc, and nothing of lib/; but codec is there to measure
# lib/smpp alone, and tracked lib/store.
BENCH = $(patsubst %.c,$(B)/%,$(wildcard bench/*.c))
$(BENCH): %: %.o
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS)
$(B)/bench/codec: $(B)/libsmpp.a $(B)/libbase.a
$(B)/bench/tracked: $(B)/libstore.a $(B)/libbase.a
$(B)/bench/tracked: BENCH_LIBS = $(call libs,$(store_PKGS))

# Built with libFuzzer's main in place of ours.
fuzz:
	@$(DEPS) fuzz
	+@$(submake) $(FUZZ:%=$(B)/fuzz/tests/fuzz/%) B=$(B)/fuzz CC=clang \
	    CFLAGS='$(FUZZ_FLAGS)' LDFLAGS=-fsanitize=fuzzer FUZZ_MAIN=
	@FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz $(FUZZ:%=$(B)/fuzz/tests/fuzz/%)

bench:
	@$(DEPS) bench
	+@$(submake) all $(BENCH)
	@MOBUTILS_BUILD=$(B) scripts/bench $(TRACKED)

lint:
	@$(DEPS) lint
	+@$(submake) layers programs CC=gcc B=$(B)/gcc
	+@$(submake) programs CC=clang B=$(B)/clang
	@scripts/lint $(MAN) $(MAN_MADE:$(B)/%=$(B)/gcc/%)

# Where a page goes: man/x.1 to man1/x.1.
page_dir = $(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $(1)))
PAGES = $(MAN) $(MAN_MADE)
EXAMPLES = $(wildcard examples/*)

install: all
	install -d $(DESTDIR)$(BINDIR) $(sort $(foreach p,$(PAGES),$(call page_dir,$(p)))) \
	    $(DESTDIR)$(DOCDIR)/examples
	install -m 755 $(CMDS:%=$(B)/%) $(DESTDIR)$(BINDIR)
	$(foreach p,$(PAGES),install -m 644 $(p) $(call page_dir,$(p)) &&) :
	install -m 644 README.md LICENSE $(DESTDIR)$(DOCDIR)
	$(if $(EXAMPLES),install -m 644 $(EXAMPLES) $(DESTDIR)$(DOCDIR)/examples)

uninstall:
	rm -f $(CMDS:%=$(DESTDIR)$(BINDIR)/%) \
	    $(foreach p,$(PAGES),$(call page_dir,$(p))/$(notdir $(p)))
	rm -f $(EXAMPLES:%=$(DESTDIR)$(DOCDIR)/%) \
	    $(DESTDIR)$(DOCDIR)/README.md $(DESTDIR)$(DOCDIR)/LICENSE
	-rmdir $(DESTDIR)$(DOCDIR)/examples $(DESTDIR)$(DOCDIR)

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
