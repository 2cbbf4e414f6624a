# chipgraph: make, make demo, make test, make lint, make fuzz, make bench, make install
#
# Sources are found by folder; a new file needs no line here. BUILD is where everything
# goes; SANITIZE=address,undefined and CC=clang may be given.

BUILD    ?= build
PREFIX   ?= /usr/local
CC       ?= gcc
OPTIMIZE ?= -O2
SANITIZE ?=

PACKAGES := sqlite3 icu-uc icu-i18n jansson yaml-0.1 libgvc libmd

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
            -Wmissing-prototypes -Wcast-qual -Wformat=2 -Wvla -Wswitch-enum -Werror
CPPFLAGS += -I. -I$(BUILD) -D_GNU_SOURCE
CFLAGS   += -std=c11 -g $(OPTIMIZE) $(WARNINGS) -fvisibility=hidden \
            $(shell pkg-config --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
LDLIBS   += $(shell pkg-config --libs $(PACKAGES)) -lcsv -lm
ifneq ($(SANITIZE),)
CFLAGS   += -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS  += -fsanitize=$(SANITIZE)
endif

FOLDERS  := schema graph/store graph/walk graph/question graph/picture \
            ingest/csv ingest/text ingest/resolve ingest/load
LIBRARY  := $(sort $(wildcard $(FOLDERS:%=%/*.c)))
CLI      := $(sort $(wildcard cli/*.c))
DATA     := $(sort $(wildcard schema/*.yaml schema/*.sql schema/upgrade/*.sql \
                              ingest/rules/* ingest/rules/names/*.csv))
DATA     := $(filter-out ingest/rules/names,$(DATA))

OBJECTS  := $(LIBRARY:%.c=$(BUILD)/%.o) $(BUILD)/embedded.o
ARCHIVE  := $(BUILD)/libchipgraph.a

.PHONY: all
all: $(BUILD)/chipgraph

$(BUILD)/chipgraph: $(CLI:%.c=$(BUILD)/%.o) $(ARCHIVE)
	$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(ARCHIVE): $(OBJECTS)
	rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# The Unicode folding tables, worked out from ICU's properties.
$(BUILD)/schema/text.o: $(BUILD)/fold_table.h
$(BUILD)/fold_table.h: $(BUILD)/fold_table_generator
	$< > $@.new
	mv $@.new $@
$(BUILD)/fold_table_generator: schema/generate/fold_table.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LDLIBS)

# The data files, as bytes in the program.
$(BUILD)/embedded.S: schema/generate/embed.sh $(DATA) Makefile
	@mkdir -p $(@D)
	sh schema/generate/embed.sh $(DATA) > $@.new
	mv $@.new $@
$(BUILD)/embedded.o: $(BUILD)/embedded.S $(DATA)
	$(CC) -I. -c -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

.PHONY: clean
clean:
	rm -rf $(BUILD)
