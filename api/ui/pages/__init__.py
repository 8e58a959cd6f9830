"""The pages by what people come for: asking, testing, pricing, looking at processes."""
