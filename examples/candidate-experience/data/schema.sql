-- The candidate-experience application's own database, as far as the catalog reads it. MySQL 8 and MariaDB 10.11.

CREATE TABLE industries (
  code VARCHAR(40) NOT NULL,
  name VARCHAR(120) NOT NULL,
  parent_code VARCHAR(40) NULL,
  segment VARCHAR(40) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE size_bands (
  code VARCHAR(20) NOT NULL,
  name VARCHAR(60) NOT NULL,
  position TINYINT UNSIGNED NOT NULL,
  segment VARCHAR(40) NOT NULL,
  PRIMARY KEY (code)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE companies (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(200) NOT NULL,
  slug VARCHAR(80) NOT NULL,
  country CHAR(2) NOT NULL,
  industry_code VARCHAR(40) NULL,
  plan ENUM('trial', 'team', 'business', 'enterprise') NOT NULL,
  employees INT UNSIGNED NULL,
  founded YEAR NULL,
  is_demo TINYINT(1) NOT NULL DEFAULT 0,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  UNIQUE KEY companies_slug (slug)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE company_settings (
  company_id INT UNSIGNED NOT NULL,
  time_zone VARCHAR(64) NOT NULL,
  currency CHAR(3) NOT NULL,
  monthly_fee DECIMAL(12, 2) NOT NULL,
  quiet_from TIME NULL,
  features BIT(8) NOT NULL,
  settings JSON NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (company_id),
  KEY company_settings_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE users (
  id BINARY(16) NOT NULL,
  company_id INT UNSIGNED NOT NULL,
  email VARCHAR(320) NOT NULL,
  full_name VARCHAR(200) NULL,
  role ENUM('viewer', 'recruiter', 'manager', 'admin') NOT NULL,
  last_seen_at DATETIME(6) NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY users_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE departments (
  id MEDIUMINT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  parent_id MEDIUMINT UNSIGNED NULL,
  name VARCHAR(120) NOT NULL,
  headcount SMALLINT UNSIGNED NULL,
  PRIMARY KEY (id),
  KEY departments_company (company_id)
) ENGINE = InnoDB DEFAULT CHARSET = latin1;

CREATE TABLE jobs (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  department_id MEDIUMINT UNSIGNED NULL,
  title VARCHAR(200) NOT NULL,
  location VARCHAR(120) NULL,
  openings TINYINT NOT NULL DEFAULT 1,
  salary_min DECIMAL(12, 2) NULL,
  salary_max DECIMAL(12, 2) NULL,
  salary_mid DECIMAL(12, 2) AS ((salary_min + salary_max) / 2) STORED,
  currency CHAR(3) NOT NULL,
  opened_on DATE NOT NULL,
  closed_on DATE NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY jobs_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE hiring_stages (
  company_id INT UNSIGNED NOT NULL,
  code VARCHAR(40) NOT NULL,
  position TINYINT UNSIGNED NOT NULL,
  label VARCHAR(120) NOT NULL,
  moment ENUM('application', 'interview', 'rejection', 'offer', 'onboarding') NOT NULL,
  PRIMARY KEY (company_id, code)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE candidates (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  email VARCHAR(320) NOT NULL,
  full_name VARCHAR(200) NULL,
  language VARCHAR(16) NOT NULL,
  born_on DATE NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY candidates_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE applications (
  id BIGINT NOT NULL AUTO_INCREMENT,
  candidate_id BIGINT UNSIGNED NOT NULL,
  job_id INT UNSIGNED NOT NULL,
  stage_code VARCHAR(40) NULL,
  status ENUM('open', 'rejected', 'withdrawn', 'hired') NOT NULL,
  source VARCHAR(80) NULL,
  expected_salary DECIMAL(12, 2) NULL,
  match_score FLOAT NULL,
  applied_at DATETIME(6) NOT NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY applications_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE surveys (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  title VARCHAR(200) NOT NULL,
  moment ENUM('application', 'interview', 'rejection', 'offer', 'onboarding') NOT NULL,
  channels SET('email', 'sms', 'link', 'widget') NOT NULL,
  anonymous TINYINT(1) NOT NULL DEFAULT 0,
  settings JSON NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY surveys_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE questions (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  survey_id INT UNSIGNED NOT NULL,
  position SMALLINT NOT NULL,
  asks_for ENUM('nps', 'stars', 'agreement', 'text') NOT NULL,
  wording VARCHAR(400) NOT NULL,
  scale_max TINYINT UNSIGNED NULL,
  weight FLOAT NOT NULL DEFAULT 1,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY questions_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE survey_sends (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  survey_id INT UNSIGNED NOT NULL,
  candidate_id BIGINT UNSIGNED NOT NULL,
  application_id BIGINT NULL,
  channel ENUM('email', 'sms', 'link', 'widget') NOT NULL,
  token BINARY(16) NOT NULL,
  reminders TINYINT UNSIGNED NOT NULL DEFAULT 0,
  cost DECIMAL(9, 6) NOT NULL,
  sent_at DATETIME(6) NOT NULL,
  opened_at DATETIME(6) NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  KEY survey_sends_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE survey_responses (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  survey_id INT UNSIGNED NOT NULL,
  candidate_id BIGINT UNSIGNED NULL,
  status ENUM('started', 'completed', 'abandoned') NOT NULL,
  nps TINYINT UNSIGNED NULL,
  score DECIMAL(5, 2) NULL,
  seconds_spent DOUBLE NULL,
  comment TEXT NULL,
  context JSON NULL,
  responded_at DATETIME(6) NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY survey_responses_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE answers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  response_id BIGINT UNSIGNED NOT NULL,
  question_id INT UNSIGNED NOT NULL,
  rating TINYINT NULL,
  body TEXT NULL,
  answered_at DATETIME(6) NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY answers_response (response_id),
  KEY answers_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE tags (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  name VARCHAR(80) NOT NULL,
  colour CHAR(7) NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE response_tags (
  response_id BIGINT UNSIGNED NOT NULL,
  tag_id INT UNSIGNED NOT NULL,
  confidence DOUBLE NULL,
  PRIMARY KEY (response_id, tag_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
