static float wallis(float x)
{
    return x * x * x - 2.0f * x - 5.0f;
}

void the_function(const float x[2], float y[1])
{
    float a = x[0], b = x[1], fa = wallis(a);
    for (;;) {
        float middle = 0.5f * (a + b);
        if (middle <= a || middle >= b)
            break;
        float f = wallis(middle);
        if ((f < 0.0f) == (fa < 0.0f))
            a = middle;
        else
            b = middle;
    }
    y[0] = b;
}
