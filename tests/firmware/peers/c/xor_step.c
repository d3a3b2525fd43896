#include <math.h>

static float sigmoid(float x)
{
    return 1.0f / (1.0f + expf(-x));
}

static void step(float w1[2][4], float b1[4], float w2[4], float *b2, const float x[2], float target, float rate)
{
    float hidden[4], sum = *b2;
    for (int j = 0; j < 4; j++) {
        hidden[j] = sigmoid(b1[j] + w1[0][j] * x[0] + w1[1][j] * x[1]);
        sum += w2[j] * hidden[j];
    }
    float answer = sigmoid(sum);
    float slope = rate * (answer - target) * answer * (1.0f - answer);
    *b2 -= slope;
    for (int j = 0; j < 4; j++) {
        float down = slope * w2[j] * hidden[j] * (1.0f - hidden[j]);
        w2[j] -= slope * hidden[j];
        b1[j] -= down;
        w1[0][j] -= down * x[0];
        w1[1][j] -= down * x[1];
    }
}

void the_function(const float x[3], float y[7])
{
    float w1[2][4], b1[4], w2[4], b2 = x[0];
    for (int j = 0; j < 4; j++)
        w1[0][j] = w1[1][j] = b1[j] = w2[j] = x[0];
    step(w1, b1, w2, &b2, x + 1, 1.0f, 0.5f);
    y[0] = w1[0][0];
    y[1] = b1[3];
    for (int j = 0; j < 4; j++)
        y[2 + j] = w2[j];
    y[6] = b2;
}
