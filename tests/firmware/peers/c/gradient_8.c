void the_function(const float x[8], float y[8])
{
    for (int i = 0; i < 8; i++)
        y[i] = 0.0f;
    for (int i = 0; i < 7; i++) {
        float a = x[i], b = x[i + 1], off = b - a * a;
        y[i] += -2.0f * (1.0f - a) - 400.0f * a * off;
        y[i + 1] += 200.0f * off;
    }
}
