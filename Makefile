# mobutils - mail, SMS and MMS as Unix filters.
#
#	make		build the programs into build/
#	make demo	install what is missing, build, show the main job
#	make check	install what is missing, build, run every test
#	make bench	measure speed
#	make lint	layers, formatting, shellcheck, man pages, both compilers
#	make install	DESTDIR and PREFIX are honoured

# 1. Folders of lib/: what each may include, and the packages it alone uses.
FOLDERS		= base gsm smpp record config mail flow net gateway engine
base_MAY	=
gsm_MAY		= base
smpp_MAY	= base
record_MAY	= base
config_MAY	= base
mail_MAY	= base
flow_MAY	= base
net_MAY		= base smpp
gateway_MAY	= base gsm smpp record config mail
engine_MAY	= base gsm smpp record config flow net gateway

record_PKGS	= yajl
mail_PKGS	= gmime-3.0 libxml-2.0
net_PKGS	= libevent_core

# 2. Commands: the folders each is made of, upper before lower.
CMDS		= mail2sms smpp-dump smpp-listen smpp-send sms2mail
mail2sms_USES	= gateway flow mail record config gsm smpp base
smpp-dump_USES	= record smpp base
smpp-listen_USES = engine net gateway flow record config gsm smpp base
smpp-send_USES	= engine net gateway flow record config gsm smpp base
sms2mail_USES	= gateway flow mail record config gsm smpp base

MAN		= $(wildcard man/*.[1578])
VERSION		= 0.1

PREFIX		= /usr/local
BINDIR		= $(PREFIX)/bin
MANDIR		= $(PREFIX)/share/man
DOCDIR		= $(PREFIX)/share/doc/mobutils

B		= build
CSTD		= -std=c11 -D_POSIX_C_SOURCE=200809L
WARN		= -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror
CFLAGS		= -O2 -g -fstack-protector-strong
LDFLAGS		= -Wl,--as-needed

.PHONY: all demo check bench lint layers install clean unit
all: $(CMDS:%=$(B)/%)

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
# They print TAP; so does bats.  `make unit-gsm` runs one folder's.
define unit
$(1)_TESTS := $$(patsubst %.c,$$(B)/%,$$(wildcard tests/unit/$(1)/*.c))
$(1)_PARTS = $(1) $$(filter $$($(1)_MAY),engine gateway net flow mail config record smpp gsm base)
$$($(1)_TESTS): $$(B)/%: $$(B)/%.o $$$$($(1)_PARTS:%=$$(B)/lib%.a)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$(filter %.o,$$^) $$($(1)_PARTS:%=$$(B)/lib%.a) \
	    $$(call libs,$$(foreach f,$$($(1)_PARTS),$$($$(f)_PKGS)))
.PHONY: unit-$(1)
unit-$(1): $$($(1)_TESTS)
	@scripts/tally $$($(1)_TESTS)
endef
.SECONDEXPANSION:
$(foreach f,$(FOLDERS),$(eval $(call unit,$(f))))
UNIT_TESTS = $(foreach f,$(FOLDERS),$($(f)_TESTS))
$(B)/tests/%.o: PKG_CFLAGS = -Itests/unit
unit: $(UNIT_TESTS)
	@scripts/tally $(UNIT_TESTS)

# Each #include "folder/x.h" in lib/F must be F itself or in F_MAY.
layers:
	@scripts/layers $(foreach f,$(FOLDERS),"$(f): $($(f)_MAY)")

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
