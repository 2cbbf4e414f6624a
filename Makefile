# chipgraph: make, make demo, make test, make lint, make score, make tck, make fuzz,
# make bench, make bench-query, make bench-reading, make market, make install
#
# Sources are found by folder; a new file needs no line here. BUILD is where everything
# goes; SANITIZE=address,undefined, CC=clang, PREFIX and DESTDIR may be given; V=1 shows
# the commands.

VERSION  := 0.1.0
BUILD    ?= build
PREFIX   ?= /usr/local
OPTIMIZE ?= -O2
SANITIZE ?=
ifeq ($(origin CC),default)
CC       := gcc
endif

PACKAGES := sqlite3 icu-uc icu-i18n jansson yaml-0.1 zlib libzstd nettle libxml-2.0 libedit
ifneq ($(MAKECMDGOALS),clean)
ifneq ($(shell pkg-config --exists $(PACKAGES) libgvc && echo found),found)
$(error libraries are missing: ./bootstrap installs them)
endif
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wcast-qual -Wformat=2 -Wvla -Wswitch-enum -Werror
COMPILE   = $(CC) -I. -I$(BUILD) -D_GNU_SOURCE -DCG_VERSION='"$(VERSION)"' -std=c11 -g \
            $(OPTIMIZE) $(WARNINGS) -fPIC -fvisibility=hidden $(INSTRUMENT) \
            $(shell pkg-config --cflags $(PACKAGES) libgvc | sed 's/-I/-isystem /g') \
            $(CPPFLAGS) $(CFLAGS)
LINK      = $(CC) $(SANITIZE:%=-fsanitize=%) $(LDFLAGS)
LIBS     := $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm -pthread
ifneq ($(SANITIZE),)
INSTRUMENT := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
ifeq ($(findstring clang,$(CC)),) # gcc guesses wrong about instrumented code
INSTRUMENT += -Wno-format-truncation -Wno-maybe-uninitialized
endif
endif

# What the program is linked with: the libraries themselves where each has an archive, so
# that it does not spend most of its time finding them. libedit's needs libbsd's, which
# needs libmd's.
PARTS_OF  = $(patsubst -l%,%,$(filter-out -lm -lpthread,$(filter -l%, \
            $(shell pkg-config --static --libs $(PACKAGES)) \
            -lcsv -lmd -lstdc++)))
ARCHIVES  = $(foreach name,$(sort $(PARTS_OF)),$(shell $(CC) -print-file-name=lib$(name).a))
BROUGHT   = $(if $(filter-out /%,$(ARCHIVES)),$(LIBS),-Wl,--start-group $(ARCHIVES) \
            -Wl,--end-group -static-libgcc -lm -pthread)

FOLDERS  := schema graph/store graph/walk graph/question graph/query graph/picture \
            ingest/csv ingest/mapping ingest/text ingest/resolve ingest/load
LIBRARY  := $(sort $(wildcard $(FOLDERS:%=%/*.c)))
CLI      := $(sort $(wildcard cli/*.c))
DATA     := $(filter-out %/names schema/vocabulary.yaml,$(sort $(wildcard schema/*.yaml \
            schema/*.sql schema/upgrade/*.sql graph/picture/*.map ingest/mapping/*.yaml \
            ingest/mapping/*.words ingest/rules/* ingest/rules/names/*.csv)))
OBJECTS  := $(LIBRARY:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
IMAGE    := $(BUILD)/image.o
COMMANDS := $(CLI:%.c=$(BUILD)/%.o)
ARCHIVE  := $(BUILD)/libchipgraph.a
SHARED   := $(BUILD)/libchipgraph.so.0
Q        := $(if $(V),,@)
SAY      := @echo ' '

.PHONY: all
all: $(BUILD)/chipgraph

$(BUILD)/chipgraph: $(COMMANDS) $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $^ $(BROUGHT)

$(ARCHIVE): $(OBJECTS) $(IMAGE) $(BUILD)/sources
	$(SAY) AR $@
	$(Q)rm -f $@
	$(Q)ar rcs $@ $(OBJECTS) $(IMAGE)

$(SHARED): $(OBJECTS) $(IMAGE) $(BUILD)/sources
	$(SAY) LINK $@
	$(Q)$(LINK) -shared -Wl,-soname,$(@F) -o $@ $(OBJECTS) $(IMAGE) $(LIBS)

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY) CC $@
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

# What a part is made of; the part is made anew when that changes.
$(BUILD)/flags: TEXT = $(COMPILE) $(LINK)
$(BUILD)/sources: TEXT = $(LIBRARY)
$(BUILD)/data: TEXT = $(DATA)
.PHONY: always
$(BUILD)/flags $(BUILD)/sources $(BUILD)/data: always
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(TEXT))' | cmp -s - $@ || echo '$(subst ','\'',$(TEXT))' > $@

# The Unicode folding tables, worked out from ICU's properties.
$(BUILD)/schema/text.o: $(BUILD)/fold_table.h
$(BUILD)/fold_table.h: $(BUILD)/fold_table_generator
	$(SAY) MAKE $@
	$(Q)$< > $@.new
	$(Q)mv $@.new $@
$(BUILD)/fold_table_generator: schema/generate/fold_table.c
	@mkdir -p $(@D)
	$(SAY) CC $@
	$(Q)$(CC) -I. -std=c11 -O1 $(WARNINGS) $(shell pkg-config --cflags icu-i18n icu-uc) -o $@ $< \
	    $(shell pkg-config --libs icu-i18n icu-uc)

# The base vocabulary, as tables.
$(BUILD)/schema/vocabulary_base.o: $(BUILD)/vocabulary_base.h
$(BUILD)/vocabulary_base.h: $(BUILD)/vocabulary_generator schema/vocabulary.yaml
	$(SAY) MAKE $@
	$(Q)$< schema/vocabulary.yaml > $@.new
	$(Q)mv $@.new $@
READERS  := $(filter-out %/vocabulary_base.o,$(filter $(BUILD)/schema/%.o,$(OBJECTS)))
$(BUILD)/vocabulary_generator: schema/generate/vocabulary.c $(READERS) $(BUILD)/embedded.o
	$(SAY) LINK $@
	$(Q)$(COMPILE) $(LDFLAGS) -o $@ $^ $(LIBS)

# What Graphviz is called by the program that brings it in.
SONAME_OF = $(shell readelf -d $(shell $(CC) -print-file-name=lib$(1).so) | \
            sed -n 's/.*(SONAME).*\[\(.*\)\]/\1/p')
$(BUILD)/graph/picture/graphviz.o: CPPFLAGS += -DCG_GRAPHVIZ='"$(call SONAME_OF,gvc)"'

# The data files, as bytes in the program.
$(BUILD)/embedded.S: schema/generate/embed.sh $(BUILD)/data
	$(SAY) MAKE $@
	$(Q)sh schema/generate/embed.sh $(DATA) > $@.new
	$(Q)mv $@.new $@
$(BUILD)/embedded.o: $(BUILD)/embedded.S $(DATA)
	$(SAY) AS $@
	$(Q)$(CC) -I. -c -o $@ $<

# The names and rules among them as they are in memory once they are read.
$(IMAGE): ingest/generate/image.S $(BUILD)/reader.image
	$(SAY) AS $@
	$(Q)$(CC) -Wa,-I$(BUILD) -c -o $@ $<
$(BUILD)/reader.image: $(BUILD)/image_generator
	$(SAY) MAKE $@
	$(Q)$< > $@.new
	$(Q)mv $@.new $@
$(BUILD)/image_generator: ingest/generate/image.c $(OBJECTS)
	$(SAY) LINK $@
	$(Q)$(COMPILE) $(LDFLAGS) -o $@ $^ $(LIBS)

# ---- Tests: tests/README.md ----

UNITS    := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/*.c)))
REPLAYS  := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/fuzz/*.c)))
SCRIPTS  := $(sort $(wildcard tests/*.sh))
SUPPORT  := $(BUILD)/tests/support
FAILING  := $(foreach name,malloc calloc realloc strdup strndup,-Wl,--wrap=$(name))

# The commands without their main(), for tests of their parts.
PARTS    := $(BUILD)/cli/parts.a
$(PARTS): $(filter-out %/main.o,$(COMMANDS))
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

$(UNITS): $(BUILD)/%: $(BUILD)/%.o $(SUPPORT)/fault.o $(PARTS) $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(LINK) $(FAILING) -o $@ $^ -lcmocka $(LIBS)

# libFuzzer brings a main() of its own.
UNUSED   := $(if $(findstring fuzzer,$(SANITIZE)),%/replay.o)
$(REPLAYS): LINK += $(if $(UNUSED),-fsanitize=fuzzer)
$(REPLAYS): $(BUILD)/%: $(BUILD)/%.o $(SUPPORT)/replay.o $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $(filter-out $(UNUSED),$^) $(LIBS)

# What a runner of openCypher's scenarios asks, and asking with a folder of them.
.PHONY: tck-adapter tck
tck-adapter: $(BUILD)/tck-adapter
$(BUILD)/tck-adapter: $(BUILD)/tests/tck/adapter.o $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $^ $(LIBS)
TCK      ?= ../shared/tck
tck: tck-adapter
	python3 $(TCK)/tck.py run --adapter $(abspath $(BUILD))/tck-adapter --strict-pass \
	    --known tests/tck/known-failures

# One unit test by name: make unit-date
unit-%: $(BUILD)/tests/unit/%
	@CMOCKA_MESSAGE_OUTPUT=TAP $<

# What does not compile is a test that failed: the runner counts it.
.PHONY: programs check test asan tsan lint fuzz
programs: $(BUILD)/chipgraph $(BUILD)/tck-adapter $(UNITS) $(REPLAYS)
check:
	@$(MAKE) -k --no-print-directory programs && broken= || broken=yes; \
	    BUILD=$(BUILD) PLAIN=$(PLAIN) BROKEN=$$broken \
	    tests/run $(UNITS) $(REPLAYS) $(SCRIPTS)

PLAIN    ?= $(BUILD)
asan:
	$(MAKE) BUILD=$(BUILD)/asan OPTIMIZE=-O1 SANITIZE=address,undefined
test:
	-@$(MAKE) -k --no-print-directory all $(SHARED) $(BUILD)/chipgraph.h
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan PLAIN=$(BUILD) OPTIMIZE=-O1 \
	    SANITIZE=address,undefined check
# What runs in several threads: loading a sheet of several parts.
tsan:
	$(MAKE) BUILD=$(BUILD)/tsan OPTIMIZE=-O1 SANITIZE=thread unit-load_parts
lint: all $(SHARED)
	@BUILD=$(BUILD) PLAIN=$(BUILD) tests/run tests/lint.sh

# Each fuzzer for FUZZ_SECONDS, from its seeds.
FUZZ_SECONDS ?= 60
fuzz:
	$(MAKE) BUILD=$(BUILD)/fuzz CC=clang OPTIMIZE=-O1 \
	    SANITIZE=fuzzer-no-link,address,undefined WARNINGS=-w fuzzers
	BUILD=$(BUILD)/fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run
.PHONY: fuzzers demo score bench bench-reading install uninstall clean
fuzzers: $(REPLAYS)

demo: all
	@BUILD=$(BUILD) sh examples/demo.sh

# What is read of articles whose facts are known; VERBOSE=1 lists misses and false alarms.
SCORED   := tests/cases/articles tests/cases/articles-dense $(wildcard ../shared/gold)
score: all
	@for folder in $(SCORED); do \
	    echo "== $$folder"; \
	    $(BUILD)/chipgraph rules coverage $$folder \
	        $(if $(VERBOSE),--differences,--by all,language,kind,type,rule); \
	done

bench: all
	@BUILD=$(BUILD) sh bench/run.sh
bench-reading: all
	@BUILD=$(BUILD) sh bench/reading.sh

# A graph of FACTS facts as sheets, and questions about it to this and other systems:
# bench/README.md.
FACTS    ?= 1000000
MARKET   := $(BUILD)/bench/market
$(MARKET): $(BUILD)/bench/market.o
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $^
$(MARKET)-%: $(MARKET)
	@rm -rf $@ && mkdir -p $@.new
	$(MARKET) $* $@.new --sheet
	@mv $@.new $@
.PHONY: market bench-load bench-query
market: $(MARKET)-$(FACTS)

ASKERS   := $(addprefix $(BUILD)/bench/query/,chipgraph sqlite arrays)
$(ASKERS): %: %.o $(BUILD)/bench/query/measure.o $(ARCHIVE)
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $^ $(LIBS)
$(BUILD)/bench/query/cold: $(BUILD)/bench/query/cold.o
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $^
$(BUILD)/bench/load/measure: $(BUILD)/bench/load/measure.o
	$(SAY) LINK $@
	$(Q)$(LINK) -o $@ $^
bench-load: all market $(BUILD)/bench/load/measure
	@BUILD=$(BUILD) FACTS=$(FACTS) sh bench/load/run.sh
bench-query: all market $(ASKERS) $(BUILD)/bench/query/cold
	@BUILD=$(BUILD) FACTS=$(FACTS) sh bench/query/run.sh

# ---- Installing ----

# The headers that graph/chipgraph.h names, joined into one.
PUBLIC   := $(shell sed -n 's/^.include "\(.*\)"/\1/p' graph/chipgraph.h)
$(BUILD)/chipgraph.h: schema/generate/header.awk graph/chipgraph.h $(PUBLIC)
	$(SAY) MAKE $@
	$(Q)awk -f schema/generate/header.awk graph/chipgraph.h | cat -s > $@

define PC_FILE
prefix=$(PREFIX)
Name: chipgraph
Description: A knowledge graph of the semiconductor market in one SQLite file
Version: $(VERSION)
Requires.private: $(PACKAGES)
Cflags: -I$${prefix}/include
Libs: -L$${prefix}/lib -lchipgraph
Libs.private: -lcsv -lm -pthread
endef
export PC_FILE

AT       := $(DESTDIR)$(PREFIX)
MANUAL   := $(wildcard docs/*.md)
install: all $(SHARED) $(BUILD)/chipgraph.h
	install -d $(AT)/bin $(AT)/include $(AT)/lib/pkgconfig $(AT)/share/doc/chipgraph
	install $(BUILD)/chipgraph $(AT)/bin
	install -m 644 $(BUILD)/chipgraph.h $(AT)/include
	install -m 644 $(ARCHIVE) $(SHARED) $(AT)/lib
	ln -sf $(notdir $(SHARED)) $(AT)/lib/libchipgraph.so
	echo "$$PC_FILE" > $(AT)/lib/pkgconfig/chipgraph.pc
	install -m 644 README.md LICENSE $(MANUAL) $(AT)/share/doc/chipgraph
uninstall:
	rm -f $(AT)/bin/chipgraph $(AT)/include/chipgraph.h $(AT)/lib/libchipgraph.* \
	    $(AT)/lib/pkgconfig/chipgraph.pc
	rm -rf $(AT)/share/doc/chipgraph

-include $(wildcard $(OBJECTS:.o=.d) $(COMMANDS:.o=.d) $(UNITS:=.d) $(REPLAYS:=.d) $(SUPPORT)/*.d \
    $(BUILD)/tests/tck/*.d $(BUILD)/bench/*.d $(BUILD)/bench/*/*.d)

clean:
	rm -rf $(BUILD)
