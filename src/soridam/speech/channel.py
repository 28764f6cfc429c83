"""Channel augmentation: telephone, mobile network, VHF radio, noise, reverberation, speed.

Pure functions on 16 kHz waveforms; all randomness comes from the given generator. Begin with `augment`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soxr

from soridam.speech.audio import SAMPLE_RATE, Waveform

Generator = np.random.Generator
TELEPHONE_RATE = 8_000
TELEPHONE_BAND = (300.0, 3_400.0)  # Hz, ITU-T G.712
RADIO_BAND = (300.0, 2_700.0)  # Hz, what airband receivers let through
LAW_LEVELS = 127  # on each side of zero
GSM_FRAME = 160  # samples at 8 kHz: 20 ms
GSM_ORDER = 8
QUIET = 1e-9


@dataclass(frozen=True, slots=True)
class ChannelShares:
    """The probability of each change, between 0 and 1, and its range."""

    noise: float = 0.0
    signal_to_noise: tuple[float, float] = (5.0, 30.0)  # decibels
    gain: float = 0.0
    gain_range: tuple[float, float] = (-12.0, 6.0)  # decibels
    telephone: float = 0.0
    gsm: float = 0.0
    radio: float = 0.0


def augment(samples: Waveform, shares: ChannelShares, rng: Generator) -> Waveform:
    """Return noise, then at most one channel, then gain, each as often as `shares` says. Keeps the length."""
    if rng.random() < shares.noise:
        samples = add_noise(samples, rng.uniform(*shares.signal_to_noise), rng)
    if channel := _draw_channel(shares, rng):
        samples = channel(samples, rng)
    if rng.random() < shares.gain:
        samples = change_gain(samples, rng.uniform(*shares.gain_range))
    return np.ascontiguousarray(samples, dtype=np.float32)


def _draw_channel(shares: ChannelShares, rng: Generator) -> Callable[[Waveform, Generator], Waveform] | None:
    draw = rng.random()
    for share, channel in (
        (shares.telephone, through_telephone),
        (shares.gsm, through_gsm),
        (shares.radio, through_radio),
    ):
        if draw < share:
            return channel
        draw -= share
    return None


def change_gain(samples: Waveform, decibels: float) -> Waveform:
    """Louder or softer; beyond full scale it clips, as an input stage does."""
    return np.clip(samples * 10 ** (decibels / 20), -1.0, 1.0).astype(np.float32)


def change_speed(samples: Waveform, factor: float) -> Waveform:
    """`factor` times faster, pitch with it, as a tape does. The length divides by the factor."""
    return soxr.resample(samples, SAMPLE_RATE * factor, SAMPLE_RATE, quality="MQ").astype(np.float32)


def add_noise(samples: Waveform, decibels: float, rng: Generator) -> Waveform:
    """Return noise whose spectrum falls like that of a random place, `decibels` below the signal's power."""
    noise = colored_noise(len(samples), rng.uniform(0.0, 2.0), rng)
    return (samples + noise * power_ratio(samples, noise, decibels)).astype(np.float32)


def colored_noise(length: int, exponent: float, rng: Generator) -> Waveform:
    """Return noise of power 1 with a spectrum of 1 / frequency ** exponent: 0 white, 1 pink, 2 brown."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    frequency = np.maximum(np.arange(len(spectrum)), max(1.0, 20 * length / SAMPLE_RATE))  # flat below 20 Hz
    noise = np.fft.irfft(spectrum * frequency ** (-exponent / 2), length)
    return (noise / (np.sqrt(np.mean(noise**2)) + QUIET)).astype(np.float32)


def power_ratio(signal: Waveform, noise: Waveform, decibels: float) -> float:
    """Return what to multiply the noise with, so that the signal is `decibels` above it."""
    wanted = np.mean(np.square(signal)) / 10 ** (decibels / 10)
    return float(np.sqrt(wanted / (np.mean(np.square(noise)) + QUIET)))


def through_telephone(samples: Waveform, rng: Generator) -> Waveform:
    """Return a land line: 300–3,400 Hz, 8 kHz, eight bits a sample by µ-law or A-law (ITU-T G.711)."""
    narrow = _to_telephone_rate(samples, TELEPHONE_BAND)
    companded = through_mu_law(narrow) if rng.random() < 0.5 else through_a_law(narrow)
    return _from_telephone_rate(companded, len(samples))


def through_mu_law(samples: Waveform) -> Waveform:
    """There and back through eight bits of µ-law: 256 levels, finer where it is quiet."""
    mu = 255.0
    squeezed = np.sign(samples) * np.log1p(mu * np.abs(samples)) / np.log1p(mu)
    levels = np.round(squeezed * LAW_LEVELS) / LAW_LEVELS
    return np.sign(levels) * np.expm1(np.abs(levels) * np.log1p(mu)) / mu


def through_a_law(samples: Waveform) -> Waveform:
    """There and back through eight bits of A-law."""
    a, size = 87.6, np.abs(samples)
    scale = 1 + np.log(a)
    squeezed = np.where(size < 1 / a, a * size / scale, (1 + np.log(np.maximum(a * size, 1.0))) / scale)
    levels = np.round(squeezed * LAW_LEVELS) / LAW_LEVELS
    restored = np.where(levels < 1 / scale, levels * scale / a, np.exp(levels * scale - 1) / a)
    return np.sign(samples) * restored


def through_gsm(samples: Waveform, rng: Generator) -> Waveform:
    """Like a mobile call: each 20 ms is predicted by eight coefficients, and of what they miss every third
    sample is kept in three bits. After GSM 06.10 in its principle, not bit for bit.
    """
    narrow = _to_telephone_rate(samples, TELEPHONE_BAND)
    frames = np.pad(narrow, (0, -len(narrow) % GSM_FRAME)).reshape(-1, GSM_FRAME)
    coded = np.concatenate([_code_gsm_frame(frame, int(rng.integers(3))) for frame in frames])
    return _from_telephone_rate(coded[: len(narrow)], len(samples))


def _code_gsm_frame(frame: Waveform, grid: int) -> Waveform:
    coefficients = _predictor(frame)
    residual = np.convolve(frame, np.concatenate([[1.0], -coefficients]))[:GSM_FRAME]
    kept = np.zeros(GSM_FRAME)
    peak = np.abs(residual[grid::3]).max() + QUIET
    kept[grid::3] = np.round(residual[grid::3] / peak * 3.5) / 3.5 * peak
    spoken = _filter_recursively(kept, coefficients)
    return spoken * np.sqrt((np.mean(frame**2) + QUIET) / (np.mean(spoken**2) + QUIET))


def _predictor(frame: Waveform) -> np.ndarray:
    """Linear prediction by autocorrelation; coefficients in 1/16, stable by a little white noise and widening."""
    windowed = frame * np.hamming(len(frame))
    correlation = np.array([windowed[lag:] @ windowed[: len(frame) - lag] for lag in range(GSM_ORDER + 1)])
    lags = np.abs(np.subtract.outer(np.arange(GSM_ORDER), np.arange(GSM_ORDER)))
    matrix = correlation[lags] + np.eye(GSM_ORDER) * (0.01 * correlation[0] + QUIET)
    widening = 0.97 ** np.arange(1, GSM_ORDER + 1)
    return np.linalg.solve(matrix, correlation[1:]) * widening


def _filter_recursively(excitation: Waveform, coefficients: np.ndarray) -> Waveform:
    """All-pole synthesis through the frequency domain: the impulse response has died out within two frames."""
    size = 4 * GSM_FRAME
    response = 1 / np.fft.rfft(np.concatenate([[1.0], -coefficients]), size)
    return np.fft.irfft(np.fft.rfft(excitation, size) * response, size)[: len(excitation)]


def through_radio(samples: Waveform, rng: Generator) -> Waveform:
    """Return an airband transmission: 300–2,700 Hz, hard compression, hiss of the carrier, now and then a crackle."""
    narrow = band_pass(samples, SAMPLE_RATE, RADIO_BAND)
    loud = narrow / (np.percentile(np.abs(narrow), 99) + QUIET)
    squeezed = np.tanh(loud * rng.uniform(1.0, 3.0))
    hiss = band_pass(colored_noise(len(samples), 0.0, rng), SAMPLE_RATE, (200.0, 3_200.0))
    noisy = squeezed + hiss * power_ratio(squeezed, hiss, rng.uniform(8.0, 25.0))
    clicks = rng.random(len(samples)) < rng.uniform(0.0, 2.0) / SAMPLE_RATE
    noisy = noisy + clicks * rng.uniform(-2.0, 2.0, len(samples))
    level = np.sqrt(np.mean(samples**2)) / (np.sqrt(np.mean(noisy**2)) + QUIET)
    return np.clip(noisy * level, -1.0, 1.0).astype(np.float32)


def _to_telephone_rate(samples: Waveform, band: tuple[float, float]) -> Waveform:
    return band_pass(soxr.resample(samples, SAMPLE_RATE, TELEPHONE_RATE), TELEPHONE_RATE, band)


def _from_telephone_rate(samples: Waveform, length: int) -> Waveform:
    wide = soxr.resample(samples.astype(np.float32), TELEPHONE_RATE, SAMPLE_RATE)[:length]
    return np.pad(wide, (0, length - len(wide)))


def band_pass(samples: Waveform, rate: int, band: tuple[float, float]) -> Waveform:
    """Keep a band, with edges a tenth of an octave wide."""
    spectrum = np.fft.rfft(samples)
    frequency = np.fft.rfftfreq(len(samples), 1 / rate)
    low, high = band
    rise = np.clip((frequency - 0.9 * low) / (0.2 * low), 0, 1)
    fall = np.clip((1.1 * high - frequency) / (0.2 * high), 0, 1)
    return np.fft.irfft(spectrum * rise * fall, len(samples)).astype(np.float32)


def mask_features(features: np.ndarray, rng: Generator) -> np.ndarray:
    """SpecAugment (Park et al. 2019, arXiv 1904.08779): two bands of mels and two stretches of time become the mean.

    features: (mels, frames); at most a sixth of the mels and a tenth of the frames each.
    """
    masked, mean = features.copy(), features.mean()
    mels, frames = features.shape
    for _ in range(2):
        width = int(rng.integers(0, mels // 6 + 1))
        start = int(rng.integers(0, mels - width + 1))
        masked[start : start + width] = mean
        width = int(rng.integers(0, frames // 10 + 1))
        start = int(rng.integers(0, frames - width + 1))
        masked[:, start : start + width] = mean
    return masked
