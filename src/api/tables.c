/* The value workbook: template, import, marked. */
#include "api/handlers.h"

