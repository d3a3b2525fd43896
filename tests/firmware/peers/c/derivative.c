#include <math.h>

void the_function(const float x[1], float y[1])
{
    float kelvin = x[0];
    float r = 10000.0f * expf(3950.0f * (1.0f / kelvin - 1.0f / 298.15f));
    y[0] = r * -3950.0f / (kelvin * kelvin);
}
