/* Dates and cells: what is read writes as the bytes that were read. */
#include "schema/date.h"
#include "schema/value.h"

#include <stdint.h>

#include "tests/support/require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_date(cg_text text)
{
    cg_date date;
    char again[CG_DATE_ROOM];
    if (!cg_date_parse(text, &date)) {
        require(!cg_date_known(date));
        return;
    }
    size_t size = cg_date_format(date, again);
    require(cg_text_equal((cg_text){again, size}, text));
    require(cg_date_first_day(date) <= cg_date_last_day(date));
}

static void check_cell(cg_text text)
{
    cg_value value = cg_value_of_cell(text);
    cg_buffer printed = {0};
    cg_value_print(value, &printed);
    require(cg_text_equal(cg_buffer_text(&printed), text));
    cg_buffer_release(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cg_text text = {(const char *)data, size};
    check_date(text);
    check_cell(text);
    return 0;
}
