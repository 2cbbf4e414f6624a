/* Failing allocations: every one of an operation fails once.
 *
 * Unit tests are linked so that malloc, calloc, realloc, strdup and strndup of the
 * program and the library pass through here.
 */
#ifndef CG_TESTS_SUPPORT_FAULT_H
#define CG_TESTS_SUPPORT_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/status.h"

/* Let the allocations of SQLite and ICU fail, too. Called first in main(), before either
 * is used. (jansson is left out: its reader calls a failed allocation a syntax error.) */
void fault_include_libraries(void);

/* The `nth` allocation from now on fails (1: the next one), that one alone. 0: none. */
void fault_arm(uint64_t nth);

/* Disarm. True if an allocation failed since fault_arm(). */
bool fault_disarm(void);

/* Allocations since the last fault_arm(). */
uint64_t fault_count(void);

/* Something that acquires, works, and releases all it acquired, whatever fails. */
typedef cg_status (*fault_operation)(void *handle, cg_error *err);

/* Run the operation with its 1st, 2nd, … allocation failing, until all have. One with
 * more than `limit` allocations has the first half of `limit` failed one by one and the
 * others in equal strides. A run ends with CG_NOMEM and its error, or with CG_OK where
 * it could do without the memory; anything else fails the cmocka test. Returns the
 * number of runs in which an allocation failed. */
uint64_t fault_sweep(fault_operation operation, void *handle, uint64_t limit);

#endif
