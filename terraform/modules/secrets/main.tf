# The key that secrets/*/*.yaml are encrypted with. Who encrypts cannot decrypt, and the other way round.

variable "region" { type = string }
variable "encrypters" { type = set(string) }
variable "decrypters" { type = list(string) }

resource "google_kms_key_ring" "main" {
  name     = "ms-commerce"
  location = var.region
}

resource "google_kms_crypto_key" "secrets" {
  name            = "secrets"
  key_ring        = google_kms_key_ring.main.id
  rotation_period = "7776000s" # 90 days; older versions still decrypt

  lifecycle { prevent_destroy = true }
}

resource "google_kms_crypto_key_iam_member" "encrypter" {
  for_each      = var.encrypters
  crypto_key_id = google_kms_crypto_key.secrets.id
  role          = "roles/cloudkms.cryptoKeyEncrypter"
  member        = each.value
}

resource "google_kms_crypto_key_iam_member" "decrypter" {
  for_each      = { for index, member in var.decrypters : index => member }
  crypto_key_id = google_kms_crypto_key.secrets.id
  role          = "roles/cloudkms.cryptoKeyDecrypter"
  member        = each.value
}

output "key" { value = google_kms_crypto_key.secrets.id }
