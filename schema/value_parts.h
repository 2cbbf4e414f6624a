/* What the files about values share. */
#ifndef CG_SCHEMA_VALUE_PARTS_H
#define CG_SCHEMA_VALUE_PARTS_H

/* "-2.2250738585072014e-308" and its NUL */
enum { VALUE_NUMBER_ROOM = 32 };

/* The shortest text that reads back as `real`; NaN, Inf, -Inf where it is not finite. */
void value_format_real(double real, char out[VALUE_NUMBER_ROOM]);

#endif
