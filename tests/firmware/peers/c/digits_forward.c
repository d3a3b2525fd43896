void the_function(const float *restrict w, const float *restrict x, float *restrict y)
{
    const float *w1 = w, *b1 = w1 + 64 * 32, *w2 = b1 + 32, *b2 = w2 + 32 * 10;
    float hidden[32], answer[10];
    for (int j = 0; j < 32; j++)
        hidden[j] = b1[j];
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 32; j++)
            hidden[j] += w1[32 * i + j] * x[i];
    for (int k = 0; k < 10; k++)
        answer[k] = b2[k];
    for (int j = 0; j < 32; j++) {
        float h = hidden[j] > 0.0f ? hidden[j] : 0.0f;
        for (int k = 0; k < 10; k++)
            answer[k] += w2[10 * j + k] * h;
    }
    for (int k = 0; k < 8; k++)
        y[k] = answer[k];
}
