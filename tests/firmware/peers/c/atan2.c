#include <math.h>

void the_function(const float x[8], float y[8])
{
    for (int i = 0; i < 8; i++)
        y[i] = atan2f(x[i], 1.7f);
}
