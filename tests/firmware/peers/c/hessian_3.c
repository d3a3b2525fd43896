void the_function(const float x[3], float y[6])
{
    float a = x[0], b = x[1], c = x[2];
    y[0] = 2.0f + 1200.0f * a * a - 400.0f * b;
    y[1] = -400.0f * a;
    y[2] = 0.0f;
    y[3] = 202.0f + 1200.0f * b * b - 400.0f * c;
    y[4] = -400.0f * b;
    y[5] = 200.0f;
}
